"""The networks and the train step of preset "studio" in PyTorch: the peer of the quality benchmark.

Images are float32 NCHW in [-1, 1]. Variables have the product's names, kernels PyTorch's layout.
"""

import torch
from torch import nn
from torch.nn import functional

LEAKY_SLOPE = 0.3
NORM_EPSILON = 1e-3


class Networks:
    """Generator and discriminator with their optimizers."""

    def __init__(self, size, filters, dropout=0.5, lambda_l1=100.0):
        self.dropout, self.lambda_l1 = dropout, lambda_l1
        depth = size.bit_length() - 1
        self.widths = [filters * min(2**level, 8) for level in range(depth)]
        self.generator = generator_variables(self.widths)
        self.discriminator = discriminator_variables(filters)
        self.adam = [Adam(self.generator), Adam(self.discriminator)]

    def load(self, arrays):
        """Sets the variables from arrays in the product's names and layout: [height, width, in, out], or
        [height, width, out, in] for transposed convolutions. Both become PyTorch's by the same permutation."""
        for name, variable in {**self.generator, **self.discriminator}.items():
            array = torch.from_numpy(arrays[name])
            variable.data = array.permute(3, 2, 0, 1).contiguous() if array.dim() == 4 else array

    def generate(self, x, dropout):
        weights, skips = self.generator, []
        last = len(self.widths)
        for level in range(1, last + 1):
            x = functional.conv2d(x, weights[f"generator/down_{level}/kernel"], stride=2, padding=1)
            if 1 < level < last:
                x = norm(x, weights, f"generator/down_{level}")
            x = functional.leaky_relu(x, LEAKY_SLOPE)
            skips.append(x)
        for level, skip in enumerate(reversed(skips[:-1]), start=1):
            x = functional.conv_transpose2d(x, weights[f"generator/up_{level}/kernel"], stride=2, padding=1)
            x = norm(x, weights, f"generator/up_{level}")
            if level <= 3:
                x = self.drop(x, dropout) if dropout > 0 else x
            x = torch.cat([functional.relu(x), skip], 1)
        kernel, bias = weights["generator/last/kernel"], weights["generator/last/bias"]
        return functional.conv_transpose2d(x, kernel, bias, stride=2, padding=1).tanh()

    def drop(self, x, rate):
        return functional.dropout(x, rate)

    def discriminate(self, source, image):
        weights, x = self.discriminator, torch.cat([source, image], 1)
        for level in (1, 2, 3, 4):
            stride = 1 if level == 4 else 2
            x = functional.conv2d(x, weights[f"discriminator/down_{level}/kernel"], stride=stride, padding=1)
            if level > 1:
                x = norm(x, weights, f"discriminator/down_{level}")
            x = functional.leaky_relu(x, LEAKY_SLOPE)
        kernel, bias = weights["discriminator/last/kernel"], weights["discriminator/last/bias"]
        return functional.conv2d(x, kernel, bias, padding=1)

    def step(self, source, target):
        """One update of both networks from the same forward passes; returns gen_total_loss, gen_gan_loss,
        gen_l1_loss, disc_loss before it."""
        generated = self.generate(source, self.dropout)
        real, fake = self.discriminate(source, target), self.discriminate(source, generated)
        gan_loss, l1_loss = cross_entropy(fake, 1.0), functional.l1_loss(generated, target)
        total_loss = gan_loss + self.lambda_l1 * l1_loss
        discriminator_loss = cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)
        gradients = (
            torch.autograd.grad(total_loss, self.generator.values(), retain_graph=True),
            torch.autograd.grad(discriminator_loss, self.discriminator.values()),
        )
        for optimizer, values in zip(self.adam, gradients):
            optimizer.update(values)
        return [loss.item() for loss in (total_loss, gan_loss, l1_loss, discriminator_loss)]


class Adam:
    """Adam as TensorFlow computes it: epsilon is added before the bias correction of the second moment."""

    def __init__(self, variables, learning_rate=2e-4, beta1=0.5, beta2=0.999, epsilon=1e-7):
        self.variables, self.beta2, self.epsilon, self.steps = list(variables.values()), beta2, epsilon, 0
        self.optimizer = torch.optim.Adam(self.variables, learning_rate, betas=(beta1, beta2), fused=True)

    def update(self, gradients):
        self.steps += 1
        # PyTorch adds its epsilon after that correction, so it is given one corrected likewise.
        self.optimizer.param_groups[0]["eps"] = self.epsilon / (1 - self.beta2**self.steps) ** 0.5
        for variable, gradient in zip(self.variables, gradients):
            variable.grad = gradient
        self.optimizer.step()


def norm(x, weights, block):
    gamma, beta = weights[f"{block}/norm/gamma"], weights[f"{block}/norm/beta"]
    return functional.batch_norm(x, None, None, gamma, beta, training=True, eps=NORM_EPSILON)


def cross_entropy(logits, label):
    return functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def generator_variables(widths):
    variables, channels = {}, 3
    for level, width in enumerate(widths, start=1):
        add_block(variables, f"generator/down_{level}", (width, channels), 1 < level < len(widths))
        channels = width
    for level, width in enumerate(reversed(widths[:-1]), start=1):
        add_block(variables, f"generator/up_{level}", (channels, width), True)
        channels = width * 2
    add_last(variables, "generator/last", (channels, 3), 3)
    return variables


def discriminator_variables(filters):
    variables, channels = {}, 6
    for level in (1, 2, 3, 4):
        width = filters * 2 ** (level - 1)
        add_block(variables, f"discriminator/down_{level}", (width, channels), level > 1)
        channels = width
    add_last(variables, "discriminator/last", (1, channels), 1)
    return variables


def add_block(variables, block, channels, normalised):
    """`channels`: (out, in) of a convolution, (in, out) of a transposed one; the output's width is in the norm."""
    variables[f"{block}/kernel"] = kernel(channels)
    if normalised:
        width = channels[1] if "/up_" in block else channels[0]
        variables[f"{block}/norm/gamma"] = torch.ones(width, requires_grad=True)
        variables[f"{block}/norm/beta"] = torch.zeros(width, requires_grad=True)


def add_last(variables, block, channels, width):
    variables[f"{block}/kernel"] = kernel(channels)
    variables[f"{block}/bias"] = torch.zeros(width, requires_grad=True)


def kernel(channels):
    """Weights from a Gaussian with mean 0 and standard deviation 0.02."""
    return (torch.randn(*channels, 4, 4) * 0.02).requires_grad_()
