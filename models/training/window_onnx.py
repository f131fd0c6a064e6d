"""Writes the shape model as ONNX, node by node: strided convolutions, the newest points beside them, two dense layers."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 15
IR_VERSION = 8


def to_onnx(parameters, *, strides, window: int, newest: int) -> onnx.ModelProto:
    """`parameters` as `train_window.initialise` lays them out."""
    tensors = []
    nodes = []

    def constant(name, values, kind=np.float32):
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(values, dtype=kind), name))
        return name

    def node(operator, inputs, output, **attributes):
        nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    curve = node("Unsqueeze", ["features", constant("channel", [1], np.int64)], "curve")
    for place, ((weights, offset), stride) in enumerate(zip(parameters["convolutions"], strides, strict=True)):
        parts = [curve, constant(f"kernel-{place}", weights), constant(f"kernel-offset-{place}", offset)]
        curve = node("Conv", parts, f"conv-{place}", strides=[stride], auto_pad="SAME_UPPER")
        curve = node("Relu", [curve], f"curve-{place}")
    flat = node("Flatten", [curve], "flat", axis=1)
    bounds = [constant(f"newest-{part}", [value], np.int64) for part, value in (("from", window - newest), ("to", window), ("axis", 1))]
    values = node("Concat", [flat, node("Slice", ["features", *bounds], "newest")], "joined", axis=1)
    for place, (weights, offset) in enumerate(parameters["dense"]):
        if place > 0:
            values = node("Relu", [values], f"relu-{place}")
        parts = [values, constant(f"weights-{place}", weights), constant(f"offset-{place}", offset)]
        is_last = place == len(parameters["dense"]) - 1
        values = node("Gemm", parts, "score" if is_last else f"dense-{place}")

    graph = helper.make_graph(
        nodes,
        "anomaly-window",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, window])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, 1])],
        initializer=tensors,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="fleetmedic"
    )
    onnx.checker.check_model(model)
    return model
