"""Results of a program that ends, for node_exporter's textfile collector."""
import os

from prometheus_client import CollectorRegistry, write_to_textfile
from prometheus_client.parser import text_string_to_metric_families

FOLDER = os.environ.get("TEXTFILE_FOLDER", "/var/lib/node_exporter/textfile_collector")


class Textfile:
    """Counters and histograms go on where the file left them; a gauge keeps its value until it is set again."""

    def __init__(self, registry, name):
        self._registry, self._path, self._before = registry, os.path.join(FOLDER, f"{name}.prom"), {}
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8") as file:
                self._before = {family.name: family for family in text_string_to_metric_families(file.read())}

    def save(self):
        """Writes in one step, so that the collector never reads half a file. The file must hold no timestamps."""
        registry = CollectorRegistry()
        registry.register(self)
        write_to_textfile(self._path, registry)

    def collect(self):
        before = dict(self._before)
        for family in self._registry.collect():
            yield _carried_on(family, before.pop(family.name, None))
        yield from before.values()


def _carried_on(family, before):
    samples = {_key(sample): sample for sample in family.samples if not sample.name.endswith("_created")}
    for sample in before.samples if before else ():
        now = samples.get(_key(sample))
        if now and family.type != "gauge":
            sample = now._replace(value=now.value + sample.value)
        elif now:
            sample = now
        samples[_key(sample)] = sample
    family.samples = list(samples.values())
    return family


def _key(sample):
    return sample.name, tuple(sorted(sample.labels.items()))
