"""The harness of the contract tests: it holds a server to the document over the wire.

It knows nothing of how a server is made. Nothing else of this package imports it.

The wire: `engine` has the two transports, `packets` the packets, `line` one
connection to one namespace that hides nothing.

The judgement: `hearing` judges whatever comes, `effects` what comes of what,
`judging` an acknowledgement, `sentences` says why; a `Defect` is one sentence.

The checks: `probe` for events, `undeclared` for those of nobody, `company` for several
calls and clients, `door` for connects; `login` has credentials and their flaws.

The sequences: `fuzzing` does the `steps` that `searching` draws, with values that are
`variants` of known ones, or `echoes` of what was said before; `places` are where they
stand. `retelling` writes them down as a program.

A run: `run` has the server under test and the connections that tests share, on a
loop of its own; `members` stay in rooms. `hosting` starts applications, `options` reads
what a person says. `plugin`, and nothing else, knows of pytest.
"""
