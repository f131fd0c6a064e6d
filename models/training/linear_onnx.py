"""Writes linear models as ONNX: one matrix product and a bias, raw scores out."""

import numpy as np
import onnx
from onnx import TensorProto, helper

OPSET = 15
IR_VERSION = 8


def linear_to_onnx(weights, biases, name: str) -> onnx.ModelProto:
    """`weights` is features x outputs, `biases` one for each output; the graph returns features @ weights + biases."""
    weights = np.asarray(weights, dtype=np.float32)
    biases = np.asarray(biases, dtype=np.float32)
    features, outputs = weights.shape
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["features", "weights", "biases"], ["score"])],
        name,
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, features])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, outputs])],
        [
            helper.make_tensor("weights", TensorProto.FLOAT, weights.shape, weights.flatten()),
            helper.make_tensor("biases", TensorProto.FLOAT, biases.shape, biases),
        ],
    )
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="fleetmedic")
    onnx.checker.check_model(model)
    return model
