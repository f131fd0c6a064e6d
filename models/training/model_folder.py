"""What every training script writes: the model file, and beside it everything that is needed to trust it."""

import hashlib
import json
from pathlib import Path

import numpy as np

GOLDEN_ROWS = 32


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def load_export(folder: Path):
    """The index and the feature rows that the TypeScript side exported, as (index, rows x features)."""
    index = json.loads((folder / "index.json").read_text())
    features = np.fromfile(folder / "features.f32", dtype="<f4").reshape(-1, len(index["names"]))
    if not np.isfinite(features).all():
        raise ValueError(f"{folder} holds features that are no numbers: export it again")
    return index, features


def golden_rows(features, rng):
    """Made-up rows within the range of real ones: no recorded row is published."""
    low, high = np.quantile(features, [0.01, 0.99], axis=0)
    return (low + (high - low) * rng.random((GOLDEN_ROWS, features.shape[1]))).astype(np.float32)


def write_json(path: Path, value) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n")


def write_model_folder(
    folder: Path, *, name, model, index, parameters, training, golden, output="score", quality=None
):
    """`golden` is (rows, outputs of the training library); `index` the export's, for names and hash of the features.

    `quality` are figures that the training itself has measured by cross-validation; the others are measured through the
    code that serves, by `npm run bench:models -- --write`, or by tools/train-challenger.ts.
    """
    rows, outputs = golden
    outputs = np.asarray(outputs).reshape(len(rows), -1)
    content = model.SerializeToString()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(content)
    write_json(folder / "features.json", index["names"])
    write_json(
        folder / "manifest.json",
        {
            "name": name,
            "modelHash": sha256(content),
            "featureHash": index["featureHash"],
            "input": "features",
            "output": output,
            "outputCount": int(outputs.shape[1]),
            **({"quality": quality} if quality else {}),
            "parameters": parameters,
            "training": training,
        },
    )
    write_json(
        folder / "golden.json",
        {"rows": [[float(v) for v in row] for row in rows], "scores": [[float(v) for v in row] for row in outputs]},
    )
    print(json.dumps(training, indent=1), f"{len(content)} bytes")
