//! Notes the source revision, so that a result folder can say what made it (unknown outside a checkout), and puts the
//! shipped scenarios on a shelf, so that the program has them wherever it is started.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let git = |args: &[&str]| -> Option<String> {
        let output = Command::new("git").args(args).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
    };
    // Where git keeps them, which in a linked work tree is elsewhere; a path that is not there would mean building anew
    // every time.
    for path in ["HEAD", "refs/heads"] {
        if let Some(place) =
            git(&["rev-parse", "--git-path", path]).filter(|place| std::path::Path::new(place).exists())
        {
            println!("cargo::rerun-if-changed={place}");
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    let revision = git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_else(|| "unknown".into());
    println!("cargo::rustc-env=TAKEHOLD_REVISION={revision}");
    println!("cargo::rustc-env=TAKEHOLD_SOURCES={:016x}", sources());
    shelf();
}

/// What tells one state of the sources from another, committed or not: the 64-bit hash of Fowler, Noll and Vo over all that
/// results can depend on.
fn sources() -> u64 {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for folder in ["src", "scenarios"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&root.join(folder), &["rs", "toml"], &mut files);
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    files.push(root.join("Cargo.lock"));
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for file in files {
        let name = file.strip_prefix(&root).map(|name| name.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        let bytes = fs::read(&file).unwrap_or_default();
        // A checkout may have other line ends.
        for byte in name.bytes().chain(bytes.into_iter().filter(|byte| *byte != b'\r')) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// Every scenario under `scenarios/`, by path without the ending, in order.
fn shelf() {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("scenarios");
    let mut files = Vec::new();
    collect(&root, &["toml"], &mut files);
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let Ok(inside) = file.strip_prefix(&root) else { continue };
        let name = inside.with_extension("").to_string_lossy().replace('\\', "/");
        list += &format!("    Shipped {{ path: {name:?}, text: include_str!({:?}) }},\n", file.to_string_lossy());
    }
    list += "]\n";
    let out = PathBuf::from(std::env::var("OUT_DIR").unwrap_or_default()).join("shelf.rs");
    if let Err(error) = fs::write(&out, list) {
        println!("cargo::error={}: {error}", out.display());
    }
}

fn collect(folder: &Path, ends: &[&str], files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, ends, files);
        } else if path.extension().and_then(|end| end.to_str()).is_some_and(|end| ends.contains(&end)) {
            files.push(path);
        }
    }
}
