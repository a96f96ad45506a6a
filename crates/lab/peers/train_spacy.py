"""Trains a small spaCy pipeline on a treebank.

    python train_spacy.py TRAIN.conllu DEV.conllu MODEL

The configuration is spacy.cfg beside this file: its max_epochs bounds the time. Ten sentences of the
treebank make one document, as spaCy's own projects have it, so that the parser learns where sentences
end.
"""

import pathlib
import sys

from spacy.cli.convert import convert
from spacy.cli.init_config import fill_config
from spacy.cli.train import train

HERE = pathlib.Path(__file__).parent


def main(train_path, dev_path, model):
    model = pathlib.Path(model)
    folder = model.with_suffix(".data")
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for part, path in [("train", train_path), ("dev", dev_path)]:
        path = pathlib.Path(path)
        convert(path, folder, file_type="spacy", converter="conllu", n_sents=10, silent=True)
        paths[f"paths.{part}"] = str(folder / f"{path.stem}.spacy")
    fill_config(folder / "spacy.cfg", HERE / "spacy.cfg", silent=True)
    train(folder / "spacy.cfg", model.with_suffix(".run"), overrides=paths)
    (model.with_suffix(".run") / "model-best").replace(model)


if __name__ == "__main__":
    main(*sys.argv[1:4])
