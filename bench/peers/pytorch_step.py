"""Peer of the step benchmark: pix2pix as PyTorch users run it, eager, as its best-known implementation does the step.

The networks are the U-Net and the 70x70 PatchGAN of that implementation; the discriminator is stepped first, on the
detached generated image, then the generator through a second pass of the discriminator.
"""

import torch
from torch import nn

from step_server import parse_arguments, serve


def halve(channels_in, channels_out, norm=True):
    """Halves height and width; the activation comes first, as in that implementation."""
    convolution = nn.Conv2d(channels_in, channels_out, 4, stride=2, padding=1, bias=False)
    return [nn.LeakyReLU(0.2), convolution, *([nn.BatchNorm2d(channels_out)] if norm else [])]


def double(channels_in, channels_out):
    convolution = nn.ConvTranspose2d(channels_in, channels_out, 4, stride=2, padding=1, bias=False)
    return [nn.ReLU(), convolution, nn.BatchNorm2d(channels_out)]


class SkipBlock(nn.Module):
    """One level of the U-Net around the level inside it: x -> x beside layers(x)."""

    def __init__(self, *block):
        super().__init__()
        self.layers = nn.Sequential(*block)

    def forward(self, x):
        return torch.cat([x, self.layers(x)], 1)


def generator(filters, size):
    depth = size.bit_length() - 1
    widest = filters * 8
    block = SkipBlock(*halve(widest, widest, norm=False), *double(widest, widest))
    for _ in range(depth - 5):
        block = SkipBlock(*halve(widest, widest), block, *double(widest * 2, widest), nn.Dropout(0.5))
    for outer in (filters * 4, filters * 2, filters):
        block = SkipBlock(*halve(outer, outer * 2), block, *double(outer * 4, outer))
    first = nn.Conv2d(3, filters, 4, stride=2, padding=1, bias=False)
    last = nn.ConvTranspose2d(filters * 2, 3, 4, stride=2, padding=1)
    return nn.Sequential(first, block, nn.ReLU(), last, nn.Tanh())


def discriminator(filters):
    layers = [nn.Conv2d(6, filters, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
    for width, stride in ((filters, 2), (filters * 2, 2), (filters * 4, 1)):
        convolution = nn.Conv2d(width, width * 2, 4, stride=stride, padding=1, bias=False)
        layers += [convolution, nn.BatchNorm2d(width * 2), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers, nn.Conv2d(filters * 8, 1, 4, padding=1))


class Trainer:
    def __init__(self, arguments):
        layout = torch.channels_last if arguments.channels_last else torch.contiguous_format
        self.generator = generator(arguments.filters, arguments.size).to(memory_format=layout)
        self.discriminator = discriminator(arguments.filters).to(memory_format=layout)
        self.adam_generator, self.adam_discriminator = (
            torch.optim.Adam(network.parameters(), 2e-4, betas=(0.5, 0.999))
            for network in (self.generator, self.discriminator)
        )
        shape = (arguments.batch, 3, arguments.size, arguments.size)
        self.source, self.target = (
            (torch.rand(shape) * 2 - 1).contiguous(memory_format=layout) for _ in range(2)
        )

    def step(self):
        generated = self.generator(self.source)
        self.discriminator.requires_grad_(True)
        loss_discriminator = 0.5 * (
            adversarial(self.discriminate(generated.detach()), 0.0) + adversarial(self.discriminate(self.target), 1.0)
        )
        update(self.adam_discriminator, loss_discriminator)
        self.discriminator.requires_grad_(False)
        loss_generator = adversarial(self.discriminate(generated), 1.0)
        loss_l1 = nn.functional.l1_loss(generated, self.target)
        update(self.adam_generator, loss_generator + 100 * loss_l1)
        return [float(loss.detach()) for loss in (loss_discriminator, loss_generator, loss_l1)]

    def discriminate(self, image):
        return self.discriminator(torch.cat([self.source, image], 1))


def adversarial(logits, label):
    return nn.functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def update(optimizer, loss):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def main():
    arguments = parse_arguments()
    layout = "channels-last" if arguments.channels_last else "channels-first"
    serve(f"PyTorch {torch.__version__}, {layout}", Trainer(arguments).step, arguments.warm_up)


main()
