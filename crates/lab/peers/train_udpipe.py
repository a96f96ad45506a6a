"""Trains UDPipe 1 on a treebank, one stage at a time.

    python train_udpipe.py TRAIN.conllu DEV.conllu MODEL

Each stage is written beside MODEL when it is done, so that a run that was cut off goes on where it
stopped. The options are UDPipe's own defaults but for the numbers of rounds, which bound the time
and stand in STAGES.
"""

import pathlib
import sys

from ufal.udpipe import InputFormat, ProcessingError, Sentence, Sentences, Trainer

# Tokenizer, tagger and parser options of each stage. A stage takes over what earlier ones learnt.
TOKENIZER = "epochs=15;early_stopping=1"
TAGGER = "iterations=8;early_stopping=1"
PARSER = "iterations=3;early_stopping=1"
STAGES = [
    ("tokenizer", TOKENIZER, Trainer.NONE, Trainer.NONE),
    ("tagger", "from_model=file:{tokenizer}", TAGGER, Trainer.NONE),
    ("parser", "from_model=file:{tagger}", "from_model=file:{tagger}", PARSER),
]


def sentences(path):
    """The sentences of a CoNLL-U file as the trainer wants them."""
    reader = InputFormat.newConlluInputFormat()
    reader.setText(pathlib.Path(path).read_text(encoding="utf-8"))
    found, error, sentence = Sentences(), ProcessingError(), Sentence()
    while reader.nextSentence(sentence, error):
        found.append(sentence)
        sentence = Sentence()
    if error.occurred():
        sys.exit(f"{path}: {error.message}")
    return found


def main(train_path, dev_path, model):
    train, dev = sentences(train_path), sentences(dev_path)
    done = {}
    for name, *options in STAGES:
        path = pathlib.Path(f"{model}.{name}")
        if not path.exists():
            print(f"UDPipe: {name} on {len(train)} sentences", file=sys.stderr, flush=True)
            error = ProcessingError()
            options = [o.format(**done) for o in options]
            weights = Trainer.train("morphodita_parsito", train, dev, *options, error)
            if error.occurred():
                sys.exit(f"{name}: {error.message}")
            path.write_bytes(weights)
        done[name] = path
    done["parser"].replace(model)


if __name__ == "__main__":
    main(*sys.argv[1:4])
