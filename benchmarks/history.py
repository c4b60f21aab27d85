"""Checking the history: was every acknowledged save stored, once, in order?

Clients write unique texts, and note when each save was sent and acknowledged. The
history in the database must be consistent with what they saw. Saves without an
answer may be there or not, but never twice.
"""

from collections import Counter, defaultdict


def judge(saves, histories, events):
    """The faults found, in words; [] when all is well.

    `saves` are clients.Save; `histories` is {answer key: [(number, text)]} in the
    order of numbers; `events` is the number of events about saves.
    """
    complaints = []
    of_answer = defaultdict(list)
    for save in saves:
        of_answer[save.answer].append(save)
    for answer in of_answer.keys() | histories.keys():
        complaints += _judge_answer(
            answer, of_answer.get(answer, []), histories.get(answer, [])
        )
    versions = sum(len(history) for history in histories.values())
    if events != versions:
        complaints.append(f"{versions} versions, but {events} lines in the trail")
    return complaints


def _judge_answer(answer, saves, history):
    numbers = [number for number, _text in history]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"{answer}: the numbers have a gap or a double: {numbers}"
    stored = Counter(text for _number, text in history)
    sent = {save.text for save in saves}
    yield from (
        f"{answer}: stored {count} times: {text}"
        for text, count in stored.items()
        if count > 1
    )
    yield from (f"{answer}: never sent: {text}" for text in stored.keys() - sent)
    number_of = {text: number for number, text in history}
    kept = []
    for save in saves:
        number = number_of.get(save.text)
        if save.acknowledged is None:
            continue
        if number is None:
            yield f"{answer}: LOST, though acknowledged: {save.text}"
        elif number != save.number:
            yield f"{answer}: acknowledged as {save.number}, stored as {number}"
        else:
            kept.append(save)
    yield from _out_of_order(answer, kept)


def _out_of_order(answer, saves):
    """Saves numbered before one that was acknowledged before they were sent."""
    earliest = float("inf")
    for save in sorted(saves, key=lambda save: save.number, reverse=True):
        if earliest < save.sent:
            yield f"{answer}: number {save.number} was sent after a later number"
        earliest = min(earliest, save.acknowledged)
