"""How much CPU a question takes, read and answered, as the catalogue grows: run `python -m benchmarks.questions`.

Questions of the test sets, each asked once, so that nothing is remembered of it, with 10 indicators and with 2,000,
each with its aliases; the time of `json.loads` on a document of 100 kB on the same machine stands beside it.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, product
from pathlib import Path

from numpy.random import default_rng

from healthgap.catalogue import Catalogue, Indicator
from healthgap.config import load_catalogue
from healthgap.service import Healthgap
from healthgap.store.database import open_database
from tests.sample import NOW, RELEASES, ROOT

MEASURED, WARMING_UP = 400, 100
_CONDITIONS = (
    "asthma diabetes stroke dementia epilepsy arthritis depression anxiety hepatitis measles influenza pneumonia "
    "bronchitis obesity anaemia eczema psoriasis migraine glaucoma cataract hypertension sepsis fractures falls "
    "burns poisoning drowning suicide alcohol smoking vaping cannabis opioid caries jaundice prematurity stillbirth "
    "breastfeeding vaccination screening dialysis transplant amputation hearing"
)
_SUBJECTS = (
    "admissions prevalence incidence mortality attendances referrals prescriptions survival diagnoses treatment "
    "waiting consultations episodes operations disability absence recovery relapse costs deaths uptake coverage "
    "completion discharges transfers assessments reviews complications visits registrations tests injuries scans "
    "plans appointments contacts surveys checks stays calls courses doses classes clinics groups homes"
)


def grown(catalogue: Catalogue, size: int) -> Catalogue:
    """`catalogue` with made-up indicators, up to `size` of them, six aliases each."""
    pattern = catalogue.indicators["cancer_mortality_u75"]
    names = islice(product(_CONDITIONS.split(), _SUBJECTS.split()), size - len(catalogue.indicators))
    made = {f"{first}_{second}": _made(pattern, first, second) for first, second in names}
    return replace(catalogue, indicators={**catalogue.indicators, **made})


def _made(pattern: Indicator, first: str, second: str) -> Indicator:
    title = f"{first} {second}"
    aliases = (title, f"{second} for {first}", f"{first} related {second}", f"{second} with {first}")
    aliases += (f"{first[:4]} {second[:4]}", f"emergency {title}")
    return replace(pattern, id=f"{first}_{second}", title=title.capitalize(), short=title, aliases=aliases)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that `work` takes."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def asked() -> list[str]:
    """Questions from all over the sets, each once, in an order that mixes the sets."""
    lines = [
        json.loads(line)
        for path in sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    alone = list(dict.fromkeys(line["question"] for line in lines if not line.get("context")))
    return [str(one) for one in default_rng(2008).choice(alone, WARMING_UP + MEASURED, replace=False)]


def answering(size: int, questions: Sequence[str]) -> Iterator[float]:
    """Milliseconds for each question but the first, which warm everything up."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = grown(load_catalogue(ROOT / "config"), size)
        service = Healthgap(open_database(f"sqlite:///{folder}/healthgap.db"), catalogue)
        service.load([Path(release) for release in RELEASES], now=NOW)
        for question in questions[:WARMING_UP]:
            service.ask(question, now=NOW)
        for question in questions[WARMING_UP:]:
            yield timed(partial(service.ask, question, now=NOW))
        service.close()


def main() -> None:
    document = json.dumps([{"name": f"row {i}", "value": i / 7} for i in range(2_080)])
    yardstick = statistics.median(timed(lambda: json.loads(document)) for _ in range(50))
    sys.stdout.write(f"json.loads of {len(document) // 1000} kB: {yardstick:.2f} ms\n")
    questions = asked()
    for size in (10, 2_000):
        times = sorted(answering(size, questions))
        median, most = statistics.median(times), times[int(0.95 * len(times))]
        sys.stdout.write(
            f"{size:5,} indicators: median {median:.2f} ms of CPU, 95 in 100 under {most:.2f} ms, "
            f"{median / yardstick:.1f} times the document\n"
        )


if __name__ == "__main__":
    main()
