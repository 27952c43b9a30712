import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="First look at a result folder")

with app.setup:
    import dataclasses
    import hashlib
    import json
    import math
    import os
    import re
    import sys
    import textwrap
    import tomllib
    from pathlib import Path

    import marimo as mo
    import polars as pl
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    # The format of result folders that is read here, as in manifest.json.
    FORMAT = 1
    # The columns that are used; a table may have more.
    WORDS = {"arm", "reference", "level", "name", "initiative", "measure", "scale", "verdict"}
    TABLES = {
        "weekly.csv": "arm week level name initiative measure mean p05 p25 p75 p95 runs",
        "summary.csv": "arm initiative measure mean ci_low ci_high runs",
        "comparison.csv": "arm reference initiative measure difference ci_low ci_high runs runs_needed verdict",
    }
    # Shares of target posts. Every other weekly measure counts as one of people.
    ADOPTION = {"true_adoption", "nominal_adoption", "true_of_established"}
    # The first six are those of adoption.svg (Okabe and Ito 2008); the others are Tol's muted ones.
    COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]
    COLOURS += ["#332288", "#882255", "#999933", "#117733", "#aa4499", "#661100"]
    GREY = "#555555"
    # More than these cannot be told apart by eye.
    PANELS, LINES, ROWS = 12, 5, 30
    WEEKS = "weeks from the start of the run (52 are a year)"
    FOOT = "Explores options under stated assumptions; not a forecast."


@app.cell(hide_code=True)
def _():
    mo.md("""
    # First look at a result folder

    This notebook draws what `takehold run` has written: adoption over the weeks with its band, the same by profession, the
    arms side by side with what is gained and what is left, and what people are like where the program kept it.

    It shows what follows from the assumptions in the scenario. **It forecasts nothing.**
    """)
    return


@app.cell
def _():
    # A sentence is shown in place of everything below, and ends a script with exit code 2, as the program does.
    try:
        options = read_options(mo.cli_args(), os.environ)
        results = read_results(options["results"], options["arms"])
        refusal = ""
    except Refused as refused:
        options, results, refusal = None, None, str(refused)
    if refusal and mo.app_meta().mode == "script":
        print(f"first_look: {refusal}", file=sys.stderr)
        sys.exit(2)
    mo.stop(bool(refusal), mo.callout(mo.md(refusal), kind="danger"))
    return options, results


@app.cell(hide_code=True)
def _(results):
    mo.md("\n\n".join([f"## {results.title}", f"*{results.question}*", how_sure(results), *results.notes]))
    return


@app.cell(hide_code=True)
def _():
    mo.md("""
    ## Adoption over the weeks

    One panel for each arm, all on the same scale. The line is the mean over the runs. The darker band holds the middle half of
    the runs (p25–p75), the paler one nine in ten (p05–p95). Dotted is the same arm's twin: the same people with the same luck,
    and nothing done. Dashed is the arm that the others are held against. What a programme does is the distance between its line
    and the dotted one, not the height of the line.
    """)
    return


@app.cell(hide_code=True)
def _(results):
    adoption = {f"adoption-{name}": adoption_picture(results, name) for name in results.initiatives}
    mo.vstack(list(adoption.values()))
    return (adoption,)


@app.cell(hide_code=True)
def _():
    mo.md("""
    ## By profession

    The mean over all staff can hide a profession that hardly took part. The bars are long where a profession has few people: there
    one person more or less moves the share by much, and a single run may lie anywhere along them.
    """)
    return


@app.cell(hide_code=True)
def _(results):
    groups = {}
    for initiative in results.initiatives:
        groups[f"professions-{initiative}"] = groups_picture(results, initiative, "profession")
        if len(results.groups(initiative, "organisation")) > 1:
            groups[f"organisations-{initiative}"] = groups_picture(results, initiative, "organisation")
    groups = {name: figure for name, figure in groups.items() if figure is not None}
    mo.vstack(list(groups.values()))
    return (groups,)


@app.cell(hide_code=True)
def _():
    mo.md("""
    ## Arms side by side

    Hollow: what an arm had gained over its twin when its funding ended. Full: what was left of that 12 months later. On the
    right the difference to the reference, run by run on the same people with the same luck, with the verdict that the program
    gave. Inside the grey strip a difference is smaller than the margin that the scenario calls worth having. *Cannot tell apart
    yet* is an answer: more runs would settle it, and the table says about how many. Intervals hold 95 %.
    """)
    return


@app.cell(hide_code=True)
def _(results):
    arms = {f"arms-{name}": arms_picture(results, name) for name in results.initiatives}
    mo.vstack([mo.vstack([figure, mo.md(seen(results, name))]) for figure, name in zip(arms.values(), results.initiatives)])
    return (arms,)


@app.cell(hide_code=True)
def _(results):
    # Nothing is shown where the program kept no such measure.
    people = {f"people-{name}": people_picture(results, name) for name in results.initiatives}
    people = {name: figure for name, figure in people.items() if figure is not None}
    explained = mo.md("""
    ## What people are like

    Means over target staff of what the program kept besides adoption, on the measures' own scales: `takehold explain NAME` says
    what each one is. They are the model's inner quantities; nobody has measured them in the hospital of the scenario.
    """)
    mo.vstack([explained, *people.values()] if people else [])
    return (people,)


@app.cell
def _(adoption, arms, groups, options, people, results):
    # Pictures are written by a script, and elsewhere only where a folder was named.
    if mo.app_meta().mode == "script" or options["pictures"]:
        folder = options["pictures"] or results.folder / "pictures"
        print(table(results))
        try:
            written = save(folder, {**adoption, **groups, **arms, **people})
        except OSError as error:
            print(f"first_look: cannot write to {folder}: {error.strerror}; name another folder with --pictures", file=sys.stderr)
            sys.exit(2)
        print(f"{len(written)} pictures in {folder}: {', '.join(written)}")
    return


@app.class_definition
class Refused(Exception):
    """What is wrong, and what to do about it, in a sentence."""


@app.function
def read_options(arguments, environment):
    """The options by name, from the command line or the environment."""
    arguments = {name: value for name, value in arguments.items() if name}
    usage = "use it as: python notebooks/first_look.py -- --results FOLDER [--pictures FOLDER] [--arms NAME,NAME,...]"
    if unknown := sorted(arguments.keys() - {"results", "pictures", "arms"}):
        raise Refused(f"there is no option --{unknown[0]}; {usage}")
    # A flag without a value comes as an empty one, a repeated flag as a list.
    if bad := [name for name, value in arguments.items() if value == "" or isinstance(value, list)]:
        raise Refused(f"--{bad[0]} needs one value; {usage}")
    results = arguments.get("results") or environment.get("TAKEHOLD_RESULTS")
    if not results:
        raise Refused(f"no result folder is named; {usage}, or set TAKEHOLD_RESULTS")
    pictures = arguments.get("pictures")
    return {
        "results": Path(str(results)),
        "pictures": Path(str(pictures)) if pictures else None,
        "arms": [name.strip() for name in str(arguments.get("arms", "")).split(",") if name.strip()],
    }


@app.class_definition
@dataclasses.dataclass
class Results:
    """A result folder, read. Twins are apart, empty values are nulls."""

    folder: Path
    manifest: dict
    scenario: dict
    weekly: pl.DataFrame
    twins: pl.DataFrame
    summary: pl.DataFrame
    comparison: pl.DataFrame
    arms: list
    reference: str
    colours: dict
    notes: list

    @property
    def title(self):
        return self.scenario.get("title") or self.folder.name

    @property
    def question(self):
        return self.scenario.get("question", "")

    @property
    def margin(self):
        return float(self.scenario.get("decide", {}).get("margin", 0.0))

    @property
    def initiatives(self):
        return self.summary["initiative"].unique(maintain_order=True).to_list()

    @property
    def worlds(self):
        return int(self.manifest.get("worlds") or 1)

    @property
    def last(self):
        """The last week."""
        return int(self.weekly["week"].max())

    @property
    def luck(self):
        """What bands and intervals hold, in a few words."""
        return "chance" if self.worlds == 1 else f"chance and how {self.worlds} worlds differ"

    @property
    def runs(self):
        return int(self.weekly["runs"].max() or 0)

    def groups(self, initiative, level):
        """Groups of a level that an initiative has numbers for, in the order of the table."""
        there = (pl.col("initiative") == initiative) & (pl.col("level") == level) & pl.col("mean").is_not_null()
        there &= pl.col("measure") == "true_adoption"
        return self.weekly.filter(there)["name"].unique(maintain_order=True).to_list()

    def course(self, arm, initiative, measure="true_adoption", level="system", name="all", twin=False):
        """Columns of numbers by week; undefined ones are NaN, which is drawn as a gap."""
        rows = (self.twins if twin else self.weekly).filter(
            pl.col("arm") == arm,
            pl.col("initiative") == initiative,
            pl.col("measure") == measure,
            pl.col("level") == level,
            pl.col("name") == name,
        ).sort("week")
        return {column: rows[column].to_numpy() for column in ("week", "mean", "p05", "p25", "p75", "p95")}

    def found(self, arm, initiative, measure):
        """A row of the summary: mean and interval, None where undefined."""
        return one(self.summary, arm, initiative, measure) or {"mean": None, "ci_low": None, "ci_high": None}

    def against(self, arm, initiative, measure):
        """A row of the comparison with the reference, or None."""
        return one(self.comparison, arm, initiative, measure)

    def decided_on(self, initiative):
        """The measure that arms are held against each other by: what is left, unless no arm has it."""
        left = [self.found(arm, initiative, "gain_12m")["mean"] for arm in self.arms]
        return "gain_12m" if any(value is not None for value in left) else "gain_end"

    def funding(self, arm, initiative):
        """The weeks in which an arm's programme begins and ends, or None."""
        times = dict(self.scenario.get("initiatives", {}).get(initiative, {}))
        times |= self.scenario.get("arms", {}).get(arm, {}).get("initiatives", {}).get(initiative, {})
        # A resolved scenario writes every duration in weeks.
        weeks = [re.fullmatch(r"([0-9.]+) weeks?", str(times.get(key, ""))) for key in ("starts", "funded")]
        if not all(weeks):
            return None
        begins, lasts = (float(week[1]) for week in weeks)
        return begins, begins + lasts

    def chosen(self, initiative, most):
        """At most so many arms, in the order of the table: the reference, those that keep most, the one that keeps least."""
        if len(self.arms) <= most:
            return self.arms
        measure = self.decided_on(initiative)
        kept = {arm: self.found(arm, initiative, measure)["mean"] for arm in self.arms if arm != self.reference}
        # Of an arm whose gain is not known, nobody can say that it keeps least.
        known = sorted((arm for arm in kept if kept[arm] is not None), key=kept.get, reverse=True)
        ranked = [*known[:-1], *(arm for arm in kept if kept[arm] is None)]
        picked = {self.reference, *known[-1:], *ranked[: most - 2]}
        return [arm for arm in self.arms if arm in picked]


@app.function
def one(table, arm, initiative, measure):
    """The row of a table with a row for each arm, initiative and measure, or None."""
    rows = table.filter(pl.col("arm") == arm, pl.col("initiative") == initiative, pl.col("measure") == measure)
    return rows.row(0, named=True) if rows.height else None


@app.function
def read_results(folder, wanted=()):
    """Reads a result folder, or says in a sentence why it cannot."""
    folder = Path(folder)
    if not folder.is_dir():
        raise Refused(f"there is no folder {folder}; run a scenario with `takehold run FILE --out {folder}`, or name another")
    manifest = read_manifest(folder)
    tables = {name: read_table(folder / name, columns.split()) for name, columns in TABLES.items()}
    summary, weekly = tables["summary.csv"], tables["weekly.csv"]
    is_twin = pl.col("arm").str.ends_with(":twin")
    summary = summary.filter(~is_twin)
    arms = summary["arm"].unique(maintain_order=True).to_list()
    if not arms:
        raise Refused(f"there is nothing to draw in {folder}: its scenario has no initiative; add one as [initiatives.NAME]")
    scenario = read_scenario(folder / "scenario.toml")
    compared = tables["comparison.csv"]["reference"].to_list()
    reference = compared[0] if compared else arms[0]
    # By the place among all arms, so that an arm keeps its colour in every picture, whichever others are drawn.
    colours = {arm: COLOURS[place % len(COLOURS)] for place, arm in enumerate(arms)}
    if unknown := [arm for arm in wanted if arm not in arms]:
        raise Refused(f"there is no arm {unknown[0]}; there are {', '.join(arms)}")
    return Results(
        folder=folder,
        manifest=manifest,
        scenario=scenario,
        weekly=weekly.filter(~is_twin),
        twins=weekly.filter(is_twin).with_columns(pl.col("arm").str.strip_suffix(":twin")),
        summary=summary,
        comparison=tables["comparison.csv"],
        arms=[arm for arm in arms if not wanted or arm in wanted or arm == reference],
        reference=reference,
        colours=colours,
        notes=notes_on(folder, manifest),
    )


@app.function
def read_manifest(folder):
    """The manifest, of the format that is read here."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise Refused(
            f"{folder} has no manifest.json, which is written last: it is no result folder, or its run did not finish; "
            "name a folder that `takehold run` has written, or run the scenario again"
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{path} cannot be read ({error}); run the scenario again") from error
    if not isinstance(manifest, dict) or manifest.get("program") != "takehold":
        raise Refused(f"{path} is not one of takehold's; name a folder that `takehold run` has written")
    found = manifest.get("format")
    if found != FORMAT:
        raise Refused(
            f"{folder} has format {found} and this notebook reads format {FORMAT}; use the notebook that came with "
            f"takehold {manifest.get('version', 'of that version')}, or run the folder's scenario.toml again with the program beside this one"
        )
    return manifest


@app.function
def read_table(path, columns):
    """A table with the columns needed: words as text, all others as numbers, empty ones as nulls."""
    if not path.is_file():
        raise Refused(f"{path.name} is missing from {path.parent}; copy the whole folder, or run the scenario again")
    try:
        # A folder's name may hold what looks like a pattern.
        there = pl.read_csv(path, n_rows=0, infer_schema=False, glob=False).columns
        if missing := [column for column in columns if column not in there]:
            raise Refused(f"{path} has no column {missing[0]}; it was changed or cut short, so run the scenario again")
        types = {column: pl.String if column in WORDS else pl.Float64 for column in columns}
        # Columns that are not needed may hold anything, so they are not parsed.
        found = pl.read_csv(path, columns=columns, schema_overrides=types, glob=False)
        return found.with_columns(pl.col(pl.String).fill_null(""))
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).strip().splitlines()[0]
        raise Refused(f"{path} cannot be read as a table ({reason}); run the scenario again") from error


@app.function
def read_scenario(path):
    """The resolved scenario: question, margin and times of funding."""
    if not path.is_file():
        raise Refused(f"{path.name} is missing from {path.parent}; copy the whole folder, or run the scenario again")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{path} cannot be read ({error}); run the scenario again") from error


@app.function
def notes_on(folder, manifest):
    """What a reader must know before looking."""
    notes = []
    if manifest.get("interrupted"):
        notes.append("**The run was interrupted**: what was finished until then is shown.")
    if failed := manifest.get("failed"):
        notes.append(f"**{len(failed)} runs failed** and are left out.")
    for name in [*TABLES, "scenario.toml"]:
        stated = manifest.get("checksums", {}).get(name)
        if stated and hashlib.sha256((folder / name).read_bytes()).hexdigest() != stated:
            notes.append(f"**{name} is not as the program wrote it** (its checksum differs); what stands there now is shown.")
    return notes


@app.function
def how_sure(results):
    """How many runs there are and what their spread holds."""
    arms, runs, worlds = len(results.arms), results.runs, results.worlds
    sentences = [f"{arms} arm{'' if arms == 1 else 's'}, {runs} run{'' if runs == 1 else 's'} {'each' if arms > 1 else 'of it'}."]
    if results.runs <= 1:
        sentences.append("With one run there is neither band nor interval: it is one course among many that might have been.")
    elif worlds == 1:
        sentences.append(
            "Bands and intervals hold **the luck of the draw within the stated assumptions**, and nothing else: neither how other "
            "organisations would differ, nor doubt about the parameters, nor whether the model is right."
        )
    elif results.manifest.get("worlds_file"):
        sentences.append(
            f"The runs are spread over {worlds} worlds, so bands and intervals hold the luck of the draw and what differs between "
            "those worlds, but not whether the model is right."
        )
    else:
        sentences.append(
            f"The runs are spread over {worlds} worlds, organisations of the same description drawn anew, so bands and intervals "
            "hold the luck of the draw and how such organisations differ: neither doubt about the parameters, nor whether the model "
            "is right."
        )
    if 1 < results.runs < 20:
        sentences.append(f"With {results.runs} runs the edges of a band are little more than the lowest and the highest run.")
    return " ".join(sentences)


@app.function
def points(value, plus=False, like=None):
    """A share as points of a hundred, with a decimal where it is small, or where the number it stands with is."""
    if value is None:
        return "–"
    digits = 1 if abs(value if like is None else like) < 0.0995 else 0
    # Adding nothing turns minus nought into nought.
    rounded = round(100 * value, digits) + 0.0
    return f"{'+' if plus and rounded > 0 else ''}{rounded:.{digits}f}".replace("-", "−")


@app.function
def interval(found, value="mean", plus=False):
    """A number with its 95 % interval, or that it is not known."""
    middle = found[value] if found else None
    if middle is None:
        return "not known"
    if found["ci_low"] is None:
        return f"{points(middle, plus)} (no interval)"
    low, high = (points(found[edge], like=middle) for edge in ("ci_low", "ci_high"))
    return f"{points(middle, plus)} ({low}{' to ' if low.startswith('−') else '–'}{high})"


@app.function
def verdict(against):
    """The program's verdict, with the number of runs that would settle an open one."""
    if against is None:
        return ""
    needed = against["runs_needed"]
    return against["verdict"] + (f" (about {needed:.0f} runs would tell)" if needed else "")


@app.function
def seen(results, initiative):
    """What the pictures of an initiative show, in sentences."""
    base, measure = results.reference, results.decided_on(initiative)
    end, left, kept = (results.found(base, initiative, name) for name in ("gain_end", "gain_12m", "retention_12m"))
    lines = [f"**{initiative}**, with 95 % intervals in brackets."]
    first = f"In `{base}` the programme had gained {interval(end)} points over doing nothing when its funding ended"
    if end["mean"] is None:
        first = f"In `{base}` it is not known what the programme had gained when its funding ended: the run ends before"
    if left["mean"] is None:
        lines.append(f"{first}. What is left 12 months later is not known.")
    else:
        part = f", that is {interval(kept)} %" if kept["mean"] is not None else ""
        lines.append(f"{first}; {interval(left)} points of them are left 12 months later{part}.")
    when = "12 months after the end of funding" if measure == "gain_12m" else "when the funding ends"
    by_verdict = {}
    for arm in results.arms:
        if arm != base and (against := results.against(arm, initiative, measure)):
            note = f"`{arm}` {interval(against, 'difference', plus=True)}" if against["difference"] is not None else f"`{arm}`"
            by_verdict.setdefault(against["verdict"], []).append(note)
    if by_verdict:
        lines.append(f"Against `{base}`, in points of gain {when}:")
        lines.append("\n".join(f"* **{word}**: {', '.join(notes)}" for word, notes in by_verdict.items()))
        if len(results.arms) > 5:
            lines.append(f"These are {len(results.arms) - 1} comparisons: about one interval in 20 misses by chance.")
    return "\n\n".join(lines)


@app.function
def table(results):
    """What is gained, left and different, as text."""
    lines = [results.title]
    for initiative in results.initiatives:
        measure = results.decided_on(initiative)
        what = "left" if measure == "gain_12m" else "gained"
        rows = [["arm", "gained", "left after 12 months", "kept %", f"{what}, against {results.reference}", "verdict"]]
        for arm in results.arms:
            gained, left, kept = (results.found(arm, initiative, name) for name in ("gain_end", "gain_12m", "retention_12m"))
            against = results.against(arm, initiative, measure)
            difference = "reference" if arm == results.reference else interval(against, "difference", plus=True)
            rows.append([arm, interval(gained), interval(left), interval(kept), difference, verdict(against)])
        if len(results.arms) == 1:
            rows = [row[:4] for row in rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines += ["", f"{initiative}: points over doing nothing (95 % interval)"]
        lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    lines += ["", how_sure(results).replace("**", ""), *[note.replace("**", "") for note in results.notes], FOOT, ""]
    return "\n".join(lines)


@app.function
def plain(text):
    """Text for a picture, in which a dollar sign would begin a formula."""
    return text.replace("$", r"\$")


@app.function
def page(panels, title, below, legend=(), columns=None, width=4.0, height=2.5, across="", **shared):
    """A page of panels with a title above; below, what runs across, a legend and small print; no panel stands empty."""
    columns = columns or (1 if panels == 1 else 2 if panels in (2, 4) else 3 if panels <= 9 else 4)
    rows = math.ceil(panels / columns)
    wide = max(width * columns, 8.0)
    title = textwrap.wrap(title, int(wide * 8.2))
    below = [line for text in below if text for line in textwrap.wrap(text, int(wide * 16.5))]
    # In inches, so that nothing runs into anything else however many panels there are.
    head, print_height, legend_height, across_height = 0.15 + 0.27 * len(title), 0.1 + 0.18 * len(below), 0.0, 0.25 if across else 0.0
    entries = 1
    if legend:
        entries = max(1, int(wide / (0.7 + 0.085 * max(len(entry.get_label()) for entry in legend))))
        legend_height = 0.1 + 0.24 * math.ceil(len(legend) / entries)
    below_height = print_height + legend_height + across_height
    tall = head + height * rows + 0.35 + below_height
    figure = Figure(figsize=(wide, tall), dpi=110, layout="constrained")
    bottom = below_height / tall
    figure.get_layout_engine().set(rect=(0, bottom, 1, 1 - bottom - head / tall), w_pad=0.08, h_pad=0.06)
    axes = figure.subplots(rows, columns, squeeze=False, **shared)
    figure.text(0.012, 1 - 0.12 / tall, plain("\n".join(title)), fontsize=13, fontweight="bold", va="top")
    figure.text(0.012, 0.08 / tall, plain("\n".join(below)), fontsize=8.5, color=GREY, va="bottom", linespacing=1.35)
    figure.text(0.5, (below_height - 0.04) / tall, across, fontsize=9, ha="center", va="top")
    if legend:
        anchor = (0.006, print_height / tall)
        figure.legend(handles=legend, loc="lower left", bbox_to_anchor=anchor, ncols=entries, frameon=False, fontsize=9)
    flat = list(axes.flat)
    for spare in flat[panels:]:
        spare.set_visible(False)
    return figure, flat[:panels]


@app.function
def tick_step(last):
    """Weeks from one mark to the next."""
    return 26 if last <= 130 else 52 if last <= 364 else 104 if last <= 780 else 260


@app.function
def weeks_axis(axes, last, percent):
    """Weeks below, with a mark each half-year or year, or more where the run is long."""
    for axis in axes:
        axis.set_xlim(0, max(last, 1))
        axis.set_xticks(range(0, last + 1, tick_step(last)))
        axis.grid(axis="y", color="#dddddd", linewidth=0.8)
        axis.set_axisbelow(True)
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=9)
        if percent:
            axis.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g} %")
        # Every panel carries its weeks, since the last row need not be full.
        axis.tick_params(labelbottom=True)


@app.function
def band(axis, course, colour):
    """The bands and the mean of an arm that has a panel to itself."""
    axis.fill_between(course["week"], course["p05"], course["p95"], color=colour, alpha=0.18, linewidth=0)
    axis.fill_between(course["week"], course["p25"], course["p75"], color=colour, alpha=0.32, linewidth=0)
    axis.plot(course["week"], course["mean"], color=colour, linewidth=1.6)


@app.function
def lines(axis, courses, colours, last):
    """Several arms in one panel. Their bands would cover one another, so they are bars at a few weeks, side by side."""
    step = tick_step(last)
    for place, (arm, course) in enumerate(courses.items()):
        axis.plot(course["week"], course["mean"], color=colours[arm], linewidth=1.6)
        beside = round((place - (len(courses) - 1) / 2) * 0.14 * step)
        at = [week for week in range(step // 2 + beside, len(course["week"]), step) if week >= 0]
        for low, high, width in (("p05", "p95", 0.9), ("p25", "p75", 2.6)):
            axis.vlines(course["week"][at], course[low][at], course[high][at], color=colours[arm], linewidth=width, alpha=0.7)


@app.function
def top_of(courses):
    """A round share above everything drawn."""
    values = [value for course in courses for column in ("mean", "p95") for value in course[column] if math.isfinite(value)]
    return min(1.0, math.ceil(10 * max(values, default=1.0) + 0.05) / 10)


@app.function
def some_of(drawn, results):
    """Which arms are left out, and how to see them."""
    if len(drawn) == len(results.arms):
        return ""
    return (
        f"Shown are {len(drawn)} of {len(results.arms)} arms: the reference, those that keep most and the one that keeps "
        "least; --arms NAME,NAME,... draws others."
    )


@app.function
def over_runs(results):
    """What the band and the line are, and of how many runs."""
    if results.runs <= 1:
        return f"One run: no band. {FOOT}"
    few = ", and with so few runs their edges are little more than the lowest and the highest" if results.runs < 20 else ""
    return f"Mean of {results.runs} runs; bands and bars hold {results.luck} within the stated assumptions, not all that is uncertain{few}. {FOOT}"


@app.function
def adoption_picture(results, initiative):
    """True adoption over the weeks, an arm a panel."""
    drawn = results.chosen(initiative, PANELS)
    courses = {arm: results.course(arm, initiative) for arm in drawn}
    twins = {arm: results.course(arm, initiative, twin=True) for arm in drawn}
    nominal = {arm: results.course(arm, initiative, "nominal_adoption") for arm in drawn}
    # Practice for show is drawn where there is any to see.
    ritual = {arm for arm in drawn if len(nominal[arm]["mean"]) and abs(nominal[arm]["mean"] - courses[arm]["mean"]).max() > 0.005}
    legend = [Line2D([], [], color=GREY, linewidth=1.8, label="mean of the runs")]
    if results.runs > 1:
        legend.append(Patch(color=GREY, alpha=0.45, linewidth=0, label="middle half of the runs"))
        legend.append(Patch(color=GREY, alpha=0.18, linewidth=0, label="nine runs in ten"))
    legend.append(Line2D([], [], color=GREY, linewidth=1.6, linestyle=":", label="doing nothing (twin)"))
    if len(drawn) > 1:
        legend.append(Line2D([], [], color="#222222", linewidth=1.0, linestyle="--", label=f"mean of {short(results.reference)}"))
    if ritual:
        legend.append(Line2D([], [], color=GREY, linewidth=1.2, linestyle="-.", label="true and ritual practice"))
    title = f"{initiative}: share of target staff who truly practise"
    figure, axes = page(len(drawn), title, [some_of(drawn, results), over_runs(results)], legend, across=WEEKS, sharex=True, sharey=True)
    for axis, arm in zip(axes, drawn):
        shade(axis, results.funding(arm, initiative))
        band(axis, courses[arm], results.colours[arm])
        axis.plot(twins[arm]["week"], twins[arm]["mean"], color=GREY, linewidth=1.6, linestyle=":")
        if arm in ritual:
            axis.plot(nominal[arm]["week"], nominal[arm]["mean"], color=results.colours[arm], linewidth=1.2, linestyle="-.")
        if arm != results.reference and results.reference in courses:
            base = courses[results.reference]
            axis.plot(base["week"], base["mean"], color="#222222", linewidth=1.0, linestyle="--")
        axis.set_title(plain(short(arm) + (" (reference)" if arm == results.reference and len(drawn) > 1 else "")), fontsize=10, loc="left")
    axes[0].set_ylim(0, top_of([*courses.values(), *nominal.values()]))
    weeks_axis(axes, results.last, percent=True)
    return figure


@app.function
def short(name, most=30):
    """A name that fits above a panel."""
    return name if len(name) <= most else name[: most - 1] + "…"


@app.function
def lines_legend(results, drawn):
    """A legend of arms and of doing nothing."""
    legend = [Line2D([], [], color=results.colours[arm], linewidth=2, label=plain(short(arm))) for arm in drawn]
    return [*legend, Line2D([], [], color=GREY, linewidth=1.6, linestyle=":", label="doing nothing (twin)")]


@app.function
def shade(axis, funded):
    """Shades the time of funding."""
    if funded:
        axis.axvspan(*funded, color="#eeeeee", linewidth=0, zorder=0)
        place = ("data", "axes fraction")
        axis.annotate("funded", (funded[0], 1), (3, -3), place, "offset points", fontsize=8, color=GREY, va="top")


@app.function
def same_funding(results, drawn, initiative):
    """The time of funding that arms share, if they do, and what is to be said if not."""
    times = {results.funding(arm, initiative) for arm in drawn}
    if len(times) == 1:
        return times.pop(), ""
    return None, "Arms are funded at different times; the picture of adoption shows when."


@app.function
def groups_picture(results, initiative, level):
    """True adoption over the weeks, a group a panel and an arm a line; None where there are no groups."""
    everyone = results.groups(initiative, level)
    if not everyone:
        return None
    groups, drawn = everyone[:PANELS], results.chosen(initiative, LINES)
    courses = {(arm, name): results.course(arm, initiative, level=level, name=name) for arm in drawn for name in groups}
    some = f"Shown are the first {len(groups)} of {len(everyone)} {level}s." if len(everyone) > len(groups) else ""
    funded, differs = same_funding(results, drawn, initiative)
    bars = "Bars hold nine runs in ten, their thick part the middle half." if results.runs > 1 else ""
    below = [" ".join(filter(None, (some, some_of(drawn, results)))), " ".join(filter(None, (bars, differs, over_runs(results))))]
    title = f"{initiative}: share who truly practise, by {level}"
    legend = lines_legend(results, drawn)
    figure, axes = page(len(groups), title, below, legend, width=3.6, height=2.3, across=WEEKS, sharex=True, sharey=True)
    for axis, name in zip(axes, groups):
        shade(axis, funded)
        # Twins differ between arms only where an arm changes more than the programme; one stands for them.
        twin = results.course(results.reference, initiative, level=level, name=name, twin=True)
        axis.plot(twin["week"], twin["mean"], color=GREY, linewidth=1.6, linestyle=":")
        lines(axis, {arm: courses[arm, name] for arm in drawn}, results.colours, results.last)
        axis.set_title(plain(short(name)), fontsize=10, loc="left")
    axes[0].set_ylim(0, top_of(courses.values()))
    weeks_axis(axes, results.last, percent=True)
    return figure


@app.function
def people_picture(results, initiative):
    """The other weekly measures, a measure a panel and an arm a line; None where there are none."""
    other = (pl.col("initiative") == initiative) & (pl.col("level") == "system") & ~pl.col("measure").is_in(list(ADOPTION))
    rows = results.weekly.filter(other & pl.col("mean").is_not_null())
    measures = rows["measure"].unique(maintain_order=True).to_list()
    if not measures:
        return None
    drawn = results.chosen(initiative, LINES)
    funded, differs = same_funding(results, drawn, initiative)
    bars = "Bars hold nine runs in ten, their thick part the middle half." if results.runs > 1 else ""
    below = [some_of(drawn, results), " ".join(filter(None, (bars, differs, over_runs(results))))]
    title = f"{initiative}: what target staff are like, mean over people"
    figure, axes = page(len(measures), title, below, lines_legend(results, drawn), width=3.6, height=2.3, across=WEEKS, sharex=True)
    for axis, measure in zip(axes, measures):
        shade(axis, funded)
        twin = results.course(results.reference, initiative, measure, twin=True)
        axis.plot(twin["week"], twin["mean"], color=GREY, linewidth=1.6, linestyle=":")
        lines(axis, {arm: results.course(arm, initiative, measure) for arm in drawn}, results.colours, results.last)
        axis.set_title(plain(short(measure.replace("_", " "))), fontsize=10, loc="left")
        axis.set_ylabel("own scale", fontsize=9)
        # Room for the word on the shading.
        axis.margins(y=0.15)
    weeks_axis(axes, results.last, percent=False)
    return figure


@app.function
def error_bar(axis, row, value, height, colour, **style):
    """A dot with its interval, in points."""
    if row is None or row[value] is None:
        return
    if row["ci_low"] is not None:
        axis.plot([100 * row["ci_low"], 100 * row["ci_high"]], [height] * 2, color=colour, linewidth=2.4, solid_capstyle="butt")
    axis.plot(100 * row[value], height, marker="o", color=colour, markersize=6, linestyle="none", **style)


@app.function
def arms_picture(results, initiative):
    """What each arm gained, what is left of it, and how it compares with the reference."""
    drawn, measure = results.chosen(initiative, ROWS), results.decided_on(initiative)
    alone = len(drawn) == 1
    what, filling = ("left 12 months later", None) if measure == "gain_12m" else ("gained when the funding ended", "white")
    legend = [Line2D([], [], marker="o", color=GREY, markerfacecolor="white", linestyle="none", label="when the funding ended")]
    if measure == "gain_12m":
        legend.append(Line2D([], [], marker="o", color=GREY, linestyle="none", label="12 months later"))
    legend.append(Line2D([], [], color=GREY, linewidth=2.2, label="95 % interval of the mean, where wider than the dot"))
    below = [some_of(drawn, results)]
    if not alone and results.margin:
        below.append(f"Grey strip: differences within the margin of {100 * results.margin:g} points, which do not matter to who asks.")
    if len(drawn) > 5:
        below.append(f"{len(drawn) - 1} comparisons: about one interval in 20 misses by chance.")
    within = f"Intervals hold {results.luck} within the stated assumptions, not all that is uncertain."
    within = within if results.runs > 1 else "One run: no intervals."
    below.append(f"{within} {FOOT}")
    title = f"{initiative}: what is gained, and what is left"
    panels, width, ratios = (1, 8.4, [1.0]) if alone else (2, 5.6, [1.0, 0.8])
    height = 0.75 + 0.5 * len(drawn)
    figure, axes = page(panels, title, below, legend, columns=panels, width=width, height=height, sharey=True, width_ratios=ratios)
    gains = axes[0]
    heights = {arm: -place for place, arm in enumerate(drawn)}
    for arm, height in heights.items():
        colour = results.colours[arm]
        end, left, kept = (results.found(arm, initiative, name) for name in ("gain_end", "gain_12m", "retention_12m"))
        if end["mean"] is not None and left["mean"] is not None:
            gains.plot([100 * end["mean"], 100 * left["mean"]], [height] * 2, color=colour, linewidth=1, alpha=0.5, zorder=1)
        error_bar(gains, end, "mean", height, colour, markerfacecolor="white")
        error_bar(gains, left, "mean", height, colour)
        text = f"{points(end['mean'])} → {points(left['mean'])}, kept {points(kept['mean'])} %"
        if left["mean"] is None:
            text = f"{points(end['mean'])} → not known"
        gains.annotate(text, (1, height), (6, 0), ("axes fraction", "data"), "offset points", fontsize=9, va="center", color=GREY)
    gains.set_yticks(list(heights.values()), [plain(short(arm, 26)) for arm in drawn], fontsize=10)
    gains.set_ylim(-len(drawn) + 0.4, 0.6)
    gains.set_xlabel("points of adoption over doing nothing", fontsize=9)
    gains.axvline(0, color="#222222", linewidth=0.9)
    if not alone:
        against = axes[1]
        strip = 100 * results.margin
        against.axvspan(-strip, strip, color="#e6e6e6", linewidth=0)
        against.axvline(0, color="#222222", linewidth=0.9)
        for arm, height in heights.items():
            row = results.against(arm, initiative, measure)
            error_bar(against, row, "difference", height, results.colours[arm], markerfacecolor=filling or results.colours[arm])
            text = "reference" if arm == results.reference else verdict(row).replace(" (", "\n(")
            if row and row["difference"] is not None:
                text = f"{interval(row, 'difference', plus=True)}\n{text}"
            against.annotate(text, (1, height), (6, 0), ("axes fraction", "data"), "offset points", fontsize=9, va="center")
        against.set_xlabel(f"points more than {short(results.reference)},\n{what}", fontsize=9)
        against.tick_params(labelleft=False)
    for axis in axes:
        axis.grid(axis="x", color="#dddddd", linewidth=0.8)
        axis.set_axisbelow(True)
        axis.spines[["top", "right", "left"]].set_visible(False)
        axis.tick_params(axis="y", length=0)
        axis.margins(x=0.08)
    return figure


@app.function
def save(folder, pictures):
    """Writes pictures as PNG and gives their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, figure in pictures.items():
        names.append(re.sub(r"[^\w.-]+", "-", name) + ".png")
        figure.savefig(folder / names[-1])
    return names


if __name__ == "__main__":
    app.run()
