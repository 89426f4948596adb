"""PyTorch's eager inference of the same generator, each picture normalised by its own statistics."""

import torch
from pytorch_networks import NORM_EPSILON, Networks
import pytorch_networks
from step_server import parse_arguments, serve


def norm(x, weights, block):
    gamma, beta = weights[f"{block}/norm/gamma"], weights[f"{block}/norm/beta"]
    return torch.nn.functional.instance_norm(x, weight=gamma, bias=beta, eps=NORM_EPSILON)


pytorch_networks.norm = norm
arguments = parse_arguments()
torch.manual_seed(1)
networks = Networks(arguments.size, arguments.filters)
pictures = torch.randn(arguments.batch, 3, arguments.size, arguments.size)
if arguments.channels_last:
    pictures = pictures.to(memory_format=torch.channels_last)


def predict():
    with torch.inference_mode():
        networks.generate(pictures, 0)


serve(f"PyTorch {torch.__version__}, eager", predict, arguments.warm_up)
