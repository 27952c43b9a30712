//! Every way a table can be wrong, with what is said of it.

use super::*;

#[test]
fn headings_that_do_not_fit_are_refused() {
    assert_eq!(
        wrong(&format!("{PEOPLE}profession = \"roel\"\n"), &[("people.csv", "id,role\n1,x\n")]),
        "a.toml:7:14: files.people.profession: people.csv has no column \"roel\". Did you mean `role`? It has id, role."
    );
    assert_eq!(
        wrong_people("id,unit,unit\n1,A,B\n"),
        "a.toml:5:1: files.people.unit: people.csv has 2 columns \"unit\". Give each a name of its own."
    );
    assert_eq!(
        wrong_ties("form,to\na,b\n"),
        "ties.csv:1:1: files.ties.from: there is no column \"from\". Did you mean `form`? Name the one that is meant, from = \"...\"; \
         there are form, to."
    );
    assert_eq!(
        wrong(&format!("{PEOPLE}keep = [\"role\", \"rol != x\"]\n"), &[("people.csv", "id,role\n1,x\n")]),
        "a.toml:7:8: files.people.keep: \"role\" is no filter. Write COLUMN, one of = != < <= > >= and a value, such as \
         \"role != PAT\".\na.toml:7:8: files.people.keep: people.csv has no column \"rol\". Did you mean `role`? It has id, role."
    );
    assert_eq!(
        wrong_units("unit,name\n"),
        "a.toml:6:8: files.units.path: no unit is left of the 0 rows of units.csv. Keep at least one."
    );
    assert_eq!(
        wrong_units("unit\nA\n"),
        "a.toml:6:8: files.units.path: units.csv has no column with a headcount. Add a column for each profession, or name a \
         file of people."
    );
    let many: String = (0..65).map(|column| format!(",p{column}")).collect();
    assert_eq!(
        wrong_units(&format!("unit{many}\n")),
        "a.toml:5:1: files.units.professions: 65 professions are more than the 64 that fit. Name those that matter."
    );
}

#[test]
fn rows_that_are_no_people_are_refused() {
    assert_eq!(
        wrong_people("id,unit,profession,tier\n1,A,x,\n2,B\n1,A,x,\n,A,x,\n3,,x,\n4,A,,\n5,A,x,midle\n6,A,x,,y\n"),
        "people.csv:3:1: files.people: this line has 2 of 4 columns. Complete the line, or take it out.\n\
         people.csv:4:1: files.people: \"1\" is here twice; first on line 2. Keep one of the two, or leave one out with keep.\n\
         people.csv:5:1: files.people: there is no id on this line. Fill it in; or write id = \"-\" if nobody is tied by id.\n\
         people.csv:6:3: files.people: there is no name of a unit on this line. Fill it in, or leave such people out with keep.\n\
         people.csv:7:5: files.people: there is no profession on this line. Fill it in, or leave such people out with keep.\n\
         people.csv:8:7: files.people: \"midle\" is no tier. Did you mean `middle`? Write front line, middle or senior.\n\
         people.csv:9:1: files.people: this line has 5 cells under 4 columns. Put a cell that holds the separator in \
         quotation marks."
    );
    assert_eq!(
        wrong_people("id,unit\n\n1,\"A\n2,B\n3,B\n"),
        "people.csv:3:1: files.people: a quotation mark on this line is not closed there. Close it."
    );
    assert_eq!(
        wrong_people("id,unit\n"),
        "a.toml:6:8: files.people.path: nobody is left of the 0 rows of people.csv. Keep at least one member of staff."
    );
    assert_eq!(
        wrong(&format!("{PEOPLE}keep = [\"role = NUR\"]\n"), &[("people.csv", "id,role\n1,nurse\n")]),
        "a.toml:7:8: files.people.keep: nobody is left of the 1 row of people.csv. Keep at least one member of staff."
    );
    let many: String = (0..66).map(|row| format!("{row},p{row}\n")).collect();
    let told = wrong_people(&format!("id,profession\n{many}"));
    assert!(
        told.starts_with("people.csv:66:4: files.people: \"p64\" would be the 65th profession, and 64 fit."),
        "{told}"
    );
    let long: String = (0..100).map(|row| format!("{row}\n")).collect();
    let told = wrong_people(&format!("id,unit\n{long}"));
    assert_eq!(told.lines().count(), 21);
    assert!(
        told.ends_with("people.csv:102:1: files.people: and 80 more in this file. Mend those above, then check again."),
        "{told}"
    );
}

#[test]
fn rows_that_are_no_ties_are_refused() {
    assert_eq!(
        wrong_ties("from,to,weight\na,b,1\na,x,1\nb,,1\na,c\nb,c,-2\na,c,much\na,b,\nc,b,\"0,5\"\n"),
        "ties.csv:3:3: files.ties: \"x\" is nobody in people.csv. Mend the id, or write unknown = \"drop\" under [files.ties] to \
         leave such ties out.\n\
         ties.csv:4:3: files.ties: one end of this tie is blank. Fill it in, or take the line out.\n\
         ties.csv:5:1: files.ties: this line has 2 of 3 columns. Complete the line, or take it out.\n\
         ties.csv:6:5: files.ties: \"-2\" is no weight. Write a number, with a point and not below 0; or weight = \"-\" for ties \
         that all weigh the same.\n\
         ties.csv:7:5: files.ties: \"much\" is no weight. Write a number, with a point and not below 0; or weight = \"-\" for ties \
         that all weigh the same.\n\
         ties.csv:8:5: files.ties: nothing is no weight. Write a number, with a point and not below 0; or weight = \"-\" for ties \
         that all weigh the same.\n\
         ties.csv:9:5: files.ties: \"0,5\" is no weight. Write a number, with a point and not below 0; or weight = \"-\" for ties \
         that all weigh the same."
    );
    // Of people who cannot all be read, nobody is said to be missing; but all else that is wrong is told.
    assert_eq!(
        wrong(
            &format!("{PEOPLE}{TIES}"),
            &[("people.csv", "id,unit\na,A\nb\n"), ("ties.csv", "from,to,weight\na,b,1\na,x,1\na,b,x\n")]
        )
        .lines()
        .map(|line| line.split_once(". ").unwrap().0)
        .collect::<Vec<_>>(),
        ["people.csv:3:1: files.people: this line has 1 of 2 columns", "ties.csv:4:5: files.ties: \"x\" is no weight"]
    );
    assert!(wrong_ties("from,to\n").contains("files.ties.path: no tie is left of the 0 rows of ties.csv"));
    let files: [(&str, &[u8]); 2] = [("people.csv", b"id\na\nb\n"), ("ties.csv", b"from,to\na,x\na,b\n")];
    let (_, notes) = roster(&format!("{PEOPLE}{TIES}unknown = \"drop\"\n"), &files);
    assert!(notes.ends_with("1 tie; 1 row with people in no file\n"), "{notes}");
    assert_eq!(
        wrong(&format!("{PEOPLE}{TIES}"), &[("people.csv", "name\na\n"), ("ties.csv", "from,to\na,b\n")]),
        "a.toml:8:8: files.ties.path: the people of people.csv have no id to be tied by. Name the column of their ids: id = \
         \"...\" under [files.people]."
    );
    assert_eq!(
        wrong(&format!("{UNITS}{TIES}"), &[("units.csv", "unit,n\nA,1\n"), ("ties.csv", "from,to\na,b\n")]),
        "a.toml:8:8: files.ties.path: there are no people to tie. Name their file: path = \"people.csv\" under [files.people]."
    );
}

#[test]
fn rows_that_are_no_units_are_refused() {
    assert_eq!(
        wrong_units(
            "unit,organisation,nurses,lead\nA,X,3,1\nA,X,2,\n,X,1,\nB,,1,\nC,X,2.5,\nD,X,few,3\nE,X,6000000,\nA,Y,1,\n"
        ),
        "units.csv:3:1: files.units: unit \"A\" is given twice; first on line 2. Keep one of the two.\n\
         units.csv:4:1: files.units: there is no name of a unit on this line. Fill it in, or take the line out.\n\
         units.csv:5:3: files.units: unit \"B\" has no organisation. Fill it in.\n\
         units.csv:6:5: files.units: 2.5 is no number of posts. Write a whole number; or, if the column holds no headcount, name \
         those that do in professions.\n\
         units.csv:7:5: files.units: \"few\" is no number of posts. Write a whole number; or, if the column holds no headcount, \
         name those that do in professions.\n\
         units.csv:7:9: files.units: \"3\" cannot be the lead of a unit. Write a number from 0 to 2, 1 being the reference unit, or \
         leave it blank.\n\
         units.csv:8:5: files.units: 6000000 staff are too many. At most 5000000 fit."
    );
    assert_eq!(
        wrong_units("unit,nurses\nA,0\nB,\n"),
        "a.toml:6:8: files.units.path: nobody works in the units of units.csv. Fill in headcounts."
    );
    assert_eq!(
        wrong_units("unit,nurses\nA,5000000\nB,5000000\n"),
        "a.toml:6:8: files.units.path: 10000000 staff are too many. At most 5000000 fit.\n\
         a.toml:6:8: note: files.units.path: 2 units in 1 organisation: 10000000 nurses"
    );
    let both = format!("{UNITS}{PEOPLE}");
    let units = "unit,organisation\nWard 1,X\nWard 1,Y\nWard 2,X\n";
    assert_eq!(
        wrong(&both, &[("units.csv", units), ("people.csv", "id,unit\n1,Wrad 2\n2,Ward 1\n3,Ward 2\n")]),
        "people.csv:2:3: files.people: there is no unit \"Wrad 2\" in units.csv. Did you mean `Ward 2`? Add it to units.csv, or \
         mend its name.\n\
         people.csv:3:3: files.people: unit \"Ward 1\" is in 2 organisations of units.csv. Have a column organisation in the file \
         of people, as in that of units."
    );
    assert_eq!(
        wrong(&both, &[("units.csv", units), ("people.csv", "id,unit,organisation\n1,Ward 2,Y\n2,Ward 1,Y\n")]),
        "people.csv:2:3: files.people: unit \"Ward 2\" is not in Y but in X, says units.csv. Mend one of the two."
    );
}

#[test]
fn files_that_are_no_tables_are_refused() {
    let refused = |bytes: &[u8]| {
        let error = told(PEOPLE, &[("people.csv", bytes)]).0.unwrap_err();
        error.split_once("files.people.path: ").unwrap().1.to_string()
    };
    assert_eq!(refused(b"\xff\xfei\0d\0"), "people.csv is UTF-16 text, not UTF-8. Save it again as CSV in UTF-8.");
    assert_eq!(refused(b"i\0d\0"), "people.csv is UTF-16 text, not UTF-8. Save it again as CSV in UTF-8.");
    assert_eq!(
        refused(b"id,role\n1,m\xe9decin\n"),
        "people.csv is not UTF-8 text: line 2 holds bytes that are none. Save it again as CSV in UTF-8."
    );
    assert_eq!(refused(b"PK\x03\x04..."), "people.csv is a workbook, not text. Save the sheet as CSV in UTF-8.");
    assert_eq!(
        refused(b"\xef\xbb\xbf\r\n"),
        "people.csv is empty. Give it a line with the names of the columns, and a line for each row."
    );
    assert_eq!(
        wrong(PEOPLE, &[]),
        "a.toml:6:8: files.people.path: people.csv does not exist. Check the name; it counts from the folder of the scenario."
    );
    assert_eq!(
        wrong("[files.people]\npath = \".\"\n", &[]),
        "a.toml:6:8: files.people.path: . is not a file. Name a file of comma-separated values."
    );
}
