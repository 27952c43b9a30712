//! The model document, in the order of the ODD protocol. It is put together from the cards of the mechanisms, the tick's
//! prose, the transition matrix, the settings and the measures, with connecting text in `text/`, so that it cannot say
//! what the program no longer does.

mod mapping;
pub(super) mod markdown;
mod parts;
mod states;
mod symbols;

pub use symbols::{SYMBOLS, Symbol, symbols_of};

/// The hand-written text, chapter by chapter. `{{name}}` stands for a part that is generated.
const CHAPTERS: &[(&str, &str)] = &[
    ("head", include_str!("text/00-head.md")),
    ("purpose", include_str!("text/01-purpose.md")),
    ("entities", include_str!("text/02-entities.md")),
    ("process", include_str!("text/03-process.md")),
    ("concepts", include_str!("text/04-concepts.md")),
    ("initialisation", include_str!("text/05-initialisation.md")),
    ("input", include_str!("text/06-input.md")),
    ("submodels", include_str!("text/07-submodels.md")),
    ("symbols", include_str!("text/08-symbols.md")),
    ("left out", include_str!("text/09-left-out.md")),
    ("mapping", include_str!("text/10-mapping.md")),
    ("references", include_str!("text/11-references.md")),
];

/// The whole document in Markdown: what `docs/model.md` holds.
pub fn model_document() -> String {
    let chapters: Vec<String> = CHAPTERS.iter().map(|(_, text)| filled(text)).collect();
    let document = chapters.join("\n");
    let contents = parts::contents(&document);
    document.replace("{{contents}}\n", &contents)
}

/// A text with its generated parts in place. One that is unknown stays as it stands, and a test sees it.
fn filled(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        out += before;
        match parts::part(name) {
            // A block brings its own end of line.
            Some(part) => out += part.trim_end_matches('\n'),
            None => out += &format!("{{{{{name}}}}}"),
        }
        rest = after;
    }
    // A fragment may have been checked out with other line ends.
    (out + rest).replace("\r\n", "\n")
}

#[cfg(test)]
mod tests;
