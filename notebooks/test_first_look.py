"""What the notebook reads and says, on small folders made here. Run as: python notebooks/test_first_look.py"""

import json
import tempfile
from pathlib import Path

import first_look
from first_look import FORMAT, Refused, read_options, read_results

WEEKLY = "arm,week,level,name,initiative,measure,mean,p05,p25,p50,p75,p95,runs"
SUMMARY = "arm,initiative,measure,scale,mean,sd,ci_low,ci_high,p05,p50,p95,runs"
COMPARISON = "arm,reference,initiative,measure,difference,ci_low,ci_high,correlation,probability_better,runs,runs_needed,verdict"
SCENARIO = """title = "Costs $1 and $2"
question = "Why?"
[decide]
margin = 0.03
[initiatives.huddle]
starts = "2 weeks"
funded = "3 weeks"
[arms.longer.initiatives.huddle]
funded = "5.5 weeks"
"""


def write(folder, arms=("base", "longer"), left="0.25,0.1,0.2,0.3", measures=("true_adoption", "nominal_adoption"), organisations=()):
    """A folder as the program writes it, of one initiative and nine weeks; week 4 is undefined."""
    weekly, summary, comparison = [WEEKLY], [SUMMARY], [COMPARISON]
    mean, spread, low, high = left.split(",")
    groups = ["system,all", *(f"organisation,{name}" for name in organisations), "profession,nurses"]
    for arm in arms:
        for name in (arm, f"{arm}:twin"):
            for measure in measures:
                for week in range(9):
                    numbers = ",,,,,,0" if week == 4 else f"0.{week},0.0,0.1,0.2,0.3,0.4,5"
                    weekly += [f"{name},{week},{group},huddle,{measure},{numbers}" for group in groups]
        summary.append(f"{arm},huddle,gain_end,share,0.5,0.1,0.4,0.6,0.3,0.5,0.7,5")
        summary.append(f"{arm},huddle,gain_12m,share,{mean},{spread},{low},{high},,,,5")
        summary.append(f"{arm},huddle,retention_12m,ratio,,,,,,,,0")
        summary.append(f"{arm}:twin,huddle,gain_12m,share,,,,,,,,0")
        if arm != arms[0]:
            comparison.append(f"{arm},{arms[0]},huddle,gain_end,0.01,-0.05,0.07,,,5,122,cannot tell apart yet")
            comparison.append(f"{arm},{arms[0]},huddle,gain_12m,,,,,,0,,not comparable")
    tables = {"weekly.csv": weekly, "summary.csv": summary, "comparison.csv": comparison}
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"format": FORMAT, "program": "takehold", "version": "9.9", "worlds": 1}))
    return folder


def refused(call, *words):
    """Whether a call is refused in a sentence that has these words."""
    try:
        call()
    except Refused as error:
        assert all(word in str(error) for word in words), f"{error} lacks one of {words}"
        return
    raise AssertionError(f"not refused: {words}")


def check(root):
    results = read_results(write(root / "whole"))
    assert results.arms == ["base", "longer"] and results.reference == "base"
    assert results.found("base", "huddle", "retention_12m")["mean"] is None
    assert results.against("longer", "huddle", "gain_12m")["difference"] is None
    course = results.course("base", "huddle")
    assert len(course["week"]) == 9 and course["mean"][3] == 0.3
    # An undefined week stays a gap; it is not left out and not nought.
    assert course["mean"][4] != course["mean"][4]
    assert results.funding("base", "huddle") == (2, 5) and results.funding("longer", "huddle") == (2, 7.5)
    assert results.groups("huddle", "profession") == ["nurses"] and results.groups("huddle", "organisation") == []
    assert first_look.groups_picture(results, "huddle", "organisation") is None
    assert first_look.people_picture(results, "huddle") is None
    assert "not comparable" in first_look.table(results) and "25 (20–30)" in first_look.table(results)
    assert "not comparable" in first_look.seen(results, "huddle")

    short = read_results(write(root / "short", left=",,,"))
    assert short.decided_on("huddle") == "gain_end"
    assert "cannot tell apart yet (about 122 runs would tell)" in first_look.table(short)
    assert "+1.0 (−5.0 to 7.0)" in first_look.table(short) and "not known" in first_look.table(short)

    many = [f"a{number}" for number in range(15)]
    crowd = read_results(write(root / "crowd", arms=many))
    assert len(crowd.chosen("huddle", 5)) == 5 and "a0" in crowd.chosen("huddle", 5)
    some = read_results(root / "crowd", ["a7"])
    assert some.arms == ["a0", "a7"] and some.colours["a7"] == crowd.colours["a7"]
    refused(lambda: read_results(root / "crowd", ["b"]), "no arm b", "a14")

    alone = read_results(write(root / "alone", arms=("base",), measures=("true_adoption", "nominal_adoption", "fatigue")))
    assert alone.reference == "base" and "against" not in first_look.table(alone)
    assert first_look.people_picture(alone, "huddle") is not None

    trusts = read_results(write(root / "trusts", organisations=("north", "south")))
    assert trusts.groups("huddle", "organisation") == ["north", "south"]
    assert first_look.groups_picture(trusts, "huddle", "organisation") is not None

    for results in (short, crowd, alone):
        pictures = {
            "adoption": first_look.adoption_picture(results, "huddle"),
            "professions $x$": first_look.groups_picture(results, "huddle", "profession"),
            "arms": first_look.arms_picture(results, "huddle"),
        }
        folder = root / "pictures" / results.folder.name
        names = first_look.save(folder, pictures)
        assert names[1] == "professions-x-.png"
        assert all((folder / name).read_bytes().startswith(b"\x89PNG") for name in names)

    refused(lambda: read_results(root / "nowhere"), "there is no folder", "takehold run")
    (root / "bare").mkdir()
    refused(lambda: read_results(root / "bare"), "manifest.json", "did not finish")
    for name, old, new, words in [
        ("manifest.json", f'"format": {FORMAT}', f'"format": {FORMAT + 1}', (f"format {FORMAT + 1}", f"format {FORMAT}", "9.9")),
        ("manifest.json", "takehold", "other", ("not one of takehold's",)),
        ("manifest.json", "{", "", ("cannot be read", "run the scenario again")),
        ("weekly.csv", "p25", "q25", ("weekly.csv", "no column p25")),
        ("weekly.csv", "0.3,", "many,", ("weekly.csv", "cannot be read as a table")),
        ("scenario.toml", "=", ":", ("scenario.toml", "cannot be read")),
    ]:
        broken = write(root / f"broken-{name}-{new}-{len(words)}") / name
        broken.write_text(broken.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        refused(lambda: read_results(broken.parent), *words)
    for name in ("weekly.csv", "summary.csv", "comparison.csv", "scenario.toml"):
        lacking = write(root / f"lacking-{name}")
        (lacking / name).unlink()
        refused(lambda: read_results(lacking), f"{name} is missing")
        lacking = write(root / f"blank-{name}")
        (lacking / name).write_text("")
        if name.endswith(".csv"):
            refused(lambda: read_results(lacking), name, "cannot be read as a table")
    nothing = write(root / "nothing", arms=())
    refused(lambda: read_results(nothing), "no initiative")

    changed = write(root / "changed")
    manifest = json.loads((changed / "manifest.json").read_text()) | {"checksums": {"weekly.csv": "0"}, "interrupted": True}
    (changed / "manifest.json").write_text(json.dumps(manifest))
    assert len(read_results(changed).notes) == 2

    assert read_options({"": "", "results": "r", "arms": "a, b"}, {})["arms"] == ["a", "b"]
    assert read_options({}, {"TAKEHOLD_RESULTS": "there"})["results"] == Path("there")
    refused(lambda: read_options({}, {}), "no result folder is named")
    refused(lambda: read_options({"result": "r"}, {}), "no option --result")
    refused(lambda: read_options({"results": ""}, {}), "--results needs one value")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as root:
        check(Path(root))
    print("first_look reads and refuses as it should")
