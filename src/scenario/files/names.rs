//! Names from files made fit to be keys: professions are named in columns and in `[professions.NAME]`.

/// The longest name, as everywhere in a scenario.
const LONGEST: usize = 40;

/// Lower-case letters, digits, hyphens and underscores: "Ward Clerk" is `ward-clerk`, "NUR" is `nur`. Empty where nothing
/// is left.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            "" if c.is_ascii_alphanumeric() || c == '_' => out.push(c),
            "" if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            letters => out.push_str(letters),
        }
    }
    out.truncate(LONGEST);
    out.trim_matches(['-', '_']).into()
}

/// The letters a Latin letter with a mark comes from; nothing for others.
fn plain(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ß' => "ss",
        'ť' | 'ţ' => "t",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn names_become_keys() {
        let cases = [
            ("NUR", "nur"),
            ("Ward Clerk", "ward-clerk"),
            (" Nurse (band 5) ", "nurse-band-5"),
            ("Infirmière", "infirmiere"),
            ("Ärztin", "aerztin"),
            ("__x_y", "x_y"),
            ("医生", ""),
            ("--", ""),
            ("3", "3"),
        ];
        for (name, key) in cases {
            assert_eq!(slug(name), key);
        }
        assert_eq!(slug(&"ab ".repeat(30)).len(), 40);
    }
}
