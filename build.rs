//! Notes the source revision, so that a result folder can say what made it. Unknown outside a checkout.

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
}
