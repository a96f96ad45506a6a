"""Reads texts with UDPipe 1 or spaCy, on one thread, and says how long it took.

    python run.py udpipe|spacy MODEL TEXTS.jsonl TEST.conllu PREDICTED.conllu

First the words of TEST are labelled and written to PREDICTED. Then each line on standard input starts
one reading of all texts, from raw text to tokens, tags, lemmas and syntax; its answer is one line of
JSON. Nothing is written out while the clock runs, and texts are handed over as Python strings.
"""

import json
import pathlib
import sys
import time


class UDPipe:
    """UDPipe's own tokenizer, tagger and parser, called without its pipeline's text output."""

    def __init__(self, path):
        from ufal import udpipe

        self.udpipe = udpipe
        self.model = udpipe.Model.load(path)
        if not self.model:
            sys.exit(f"UDPipe cannot load {path}")

    def label(self, test):
        pipeline = self.udpipe.Pipeline(self.model, "conllu", "", "", "conllu")
        return pipeline.process(test, self.udpipe.ProcessingError())

    def read(self, texts):
        n_tokens = n_sentences = 0
        for text in texts:
            tokenizer = self.model.newTokenizer("")
            tokenizer.setText(text)
            sentence = self.udpipe.Sentence()
            while tokenizer.nextSentence(sentence):
                self.model.tag(sentence, "")
                self.model.parse(sentence, "")
                n_tokens += len(sentence.words) - 1
                n_sentences += 1
                sentence = self.udpipe.Sentence()
        return n_tokens, n_sentences


class SpaCy:
    """spaCy's pipeline in batches, as its manual advises."""

    def __init__(self, path):
        import spacy

        self.nlp = spacy.load(path)

    def label(self, test):
        from spacy.tokens import Doc

        sentences = []
        for block in test.strip().split("\n\n"):
            rows = [line.split("\t") for line in block.split("\n") if line[:1].isdigit()]
            sentences.append([row for row in rows if row[0].isdigit()])
        docs = []
        for rows in sentences:
            spaces = ["SpaceAfter=No" not in row[9] for row in rows]
            starts = [n == 0 for n in range(len(rows))]
            words = [row[1] for row in rows]
            docs.append(Doc(self.nlp.vocab, words=words, spaces=spaces, sent_starts=starts))
        out = []
        for doc in self.nlp.pipe(docs):
            for word in doc:
                root = word.head.i == word.i
                head = 0 if root else word.head.i + 1
                relation = "root" if root else word.dep_ or "dep"
                cells = [word.i + 1, word.text, word.lemma_ or "_", word.pos_ or "X", word.tag_ or "_", "_"]
                out.append("\t".join(map(str, [*cells, head, relation, "_", "_"])))
            out.append("")
        return "\n".join(out) + "\n"

    def read(self, texts):
        n_tokens = n_sentences = 0
        for doc in self.nlp.pipe(texts):
            n_tokens += sum(not word.is_space for word in doc)
            n_sentences += sum(1 for _ in doc.sents)
        return n_tokens, n_sentences


def main(name, model, texts, test, predicted):
    begun = time.perf_counter()
    peer = {"udpipe": UDPipe, "spacy": SpaCy}[name](model)
    load_s = time.perf_counter() - begun
    with open(texts, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    test = pathlib.Path(test).read_text(encoding="utf-8")
    pathlib.Path(predicted).write_text(peer.label(test), encoding="utf-8")
    peer.read(texts[:2])
    print(json.dumps({"load_s": load_s}), flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        n_tokens, n_sentences = peer.read(texts)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"wall_s": wall, "cpu_s": cpu, "tokens": n_tokens, "sentences": n_sentences}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:6])
