"""Writes the forecast model as ONNX, node by node: the LSTM, the dense layers, and the shape of the answer."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 15
IR_VERSION = 8


def to_onnx(model, *, plain_count: int, course: int, point_count: int, widening: float) -> onnx.ModelProto:
    """`model` as `train_forecast.fit` gives it. Input: rows of features; output: shares, shift and widths."""
    tensors = []
    nodes = []

    def constant(name, values, kind=np.float32):
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype=kind), name))
        return name

    def node(operator, inputs, outputs, **attributes):
        nodes.append(helper.make_node(operator, inputs, outputs, **attributes))
        return outputs[-1]

    def cut(source, start, end, name):
        bounds = [constant(f"{name}-{part}", [value], np.int64) for part, value in (("from", start), ("to", end), ("axis", 1))]
        return node("Slice", [source, *bounds], [name])

    width = plain_count + 2 * course
    plain = cut("features", 0, plain_count, "plain")
    centred = node("Sub", [plain, constant("mean", model["mean"])], ["centred"])
    scaled = node("Div", [centred, constant("spread", model["spread"])], ["scaled"])

    # Rows x (2 * course) becomes course x rows x 2, the order that the LSTM reads in.
    flat = cut("features", plain_count, width, "course")
    paired = node("Reshape", [flat, constant("pairs", [-1, 2, course], np.int64)], ["paired"])
    sequence = node("Transpose", [paired], ["sequence"], perm=[2, 0, 1])
    cells = model["recurrent"].shape[0]
    bias = np.concatenate([model["bias"], np.zeros(4 * cells)])
    lstm = [
        sequence,
        constant("lstm-input", model["input"].T[None]),
        constant("lstm-recurrent", model["recurrent"].T[None]),
        constant("lstm-bias", bias[None]),
    ]
    node("LSTM", lstm, ["states", "last"], hidden_size=cells)
    state = node("Squeeze", ["last", constant("direction", [0], np.int64)], ["state"])

    values = node("Concat", [scaled, state], ["joined"], axis=1)
    for place, (weights, offset) in enumerate(model["dense"]):
        parts = [values, constant(f"weights-{place}", weights), constant(f"offset-{place}", offset)]
        values = node("Gemm", parts, [f"dense-{place}"])
        if place < len(model["dense"]) - 1:
            values = node("Relu", [values], [f"relu-{place}"])

    shares = node("Softmax", [cut(values, 0, point_count, "share-logits")], ["shares"], axis=1)
    half = constant("half", [0.5])
    shift = node("Mul", [cut(values, point_count, point_count + 1, "raw-shift"), half], ["shift"])
    soft = node("Softplus", [cut(values, point_count + 1, point_count + 3, "raw-widths")], ["soft-widths"])
    widths = node("Mul", [soft, constant("width", [1.5 * widening])], ["widths"])
    node("Concat", [shares, shift, widths], ["score"], axis=1)

    graph = helper.make_graph(
        nodes,
        "forecast-mixer",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, width])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, point_count + 3])],
        initializer=tensors,
    )
    graph_model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="fleetmedic"
    )
    onnx.checker.check_model(graph_model)
    return graph_model
