"""The networks and the train step of TensorFlow's pix2pix tutorial, in Keras: the independent reference.

Written from the tutorial and the paper (Isola et al. 2017), sharing no code with the product. Images are float32
NHWC in [-1, 1]. With the default options it is the tutorial; the other presets of the product differ in the options.
"""

from dataclasses import dataclass

import tensorflow as tf
from tensorflow import keras

layers = keras.layers


@dataclass(frozen=True)
class Options:
    size: int = 256
    filters: int = 64
    batch: int = 1
    dropout: float = 0.5
    lambda_l1: float = 100.0
    learning_rate: float = 2e-4
    beta1: float = 0.5
    leaky_slope: float = 0.3
    norm_epsilon: float = 1e-3
    bottleneck_norm: bool = True
    discriminator_loss_scale: float = 1.0


def convolution(kind, filters, name, **arguments):
    return kind(filters, 4, kernel_initializer=tf.random_normal_initializer(0.0, 0.02), name=name, **arguments)


def down(x, filters, name, options, norm=True):
    """Halves height and width."""
    x = convolution(layers.Conv2D, filters, name, strides=2, padding="same", use_bias=False)(x)
    if norm:
        x = layers.BatchNormalization(epsilon=options.norm_epsilon, name=f"{name}.norm")(x)
    return layers.LeakyReLU(negative_slope=options.leaky_slope)(x)


def up(x, filters, name, options, dropout):
    """Doubles height and width."""
    x = convolution(layers.Conv2DTranspose, filters, name, strides=2, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(epsilon=options.norm_epsilon, name=f"{name}.norm")(x)
    if dropout and options.dropout > 0:
        x = layers.Dropout(options.dropout)(x)
    return layers.ReLU()(x)


def generator(options):
    """U-Net down to one pixel: [batch, size, size, 3] -> the same shape."""
    depth = options.size.bit_length() - 1
    widths = [options.filters * min(2**level, 8) for level in range(depth)]
    x = image = layers.Input([options.size, options.size, 3])
    skips = []
    for level, width in enumerate(widths, start=1):
        bottleneck = level == depth
        x = down(x, width, f"down_{level}", options, norm=level > 1 and (options.bottleneck_norm or not bottleneck))
        skips.append(x)
    for level, skip in enumerate(reversed(skips[:-1]), start=1):
        x = up(x, skip.shape[-1], f"up_{level}", options, dropout=level <= 3)
        x = layers.Concatenate()([x, skip])
    x = convolution(layers.Conv2DTranspose, 3, "last", strides=2, padding="same", activation="tanh")(x)
    return keras.Model(image, x, name="generator")


def discriminator(options):
    """PatchGAN: (input, image) -> logits [batch, size / 8 - 2, size / 8 - 2, 1]."""
    shape = [options.size, options.size, 3]
    source, image = layers.Input(shape), layers.Input(shape)
    x = layers.Concatenate()([source, image])
    for level in (1, 2, 3):
        x = down(x, options.filters * 2 ** (level - 1), f"down_{level}", options, norm=level > 1)
    x = layers.ZeroPadding2D()(x)
    x = convolution(layers.Conv2D, options.filters * 8, "down_4", use_bias=False)(x)
    x = layers.BatchNormalization(epsilon=options.norm_epsilon, name="down_4.norm")(x)
    x = layers.LeakyReLU(negative_slope=options.leaky_slope)(x)
    x = layers.ZeroPadding2D()(x)
    x = convolution(layers.Conv2D, 1, "last")(x)
    return keras.Model([source, image], x, name="discriminator")


def named_variables(model):
    """The product's variable names ("generator/down_2/norm/gamma") -> the model's trainable variables."""
    named = {}
    for layer in model.layers:
        for variable in layer.trainable_variables:
            path = layer.name.replace(".", "/")
            named[f"{model.name}/{path}/{variable.name}"] = variable
    return named


class TutorialModel:
    """Both networks with their optimizers; `step` is the tutorial's train step."""

    def __init__(self, options):
        self.options = options
        self.generator, self.discriminator = generator(options), discriminator(options)
        self.adam = {
            network.name: keras.optimizers.Adam(options.learning_rate, beta_1=options.beta1)
            for network in (self.generator, self.discriminator)
        }

    def load(self, checkpoint):
        """Sets all variables from a checkpoint of the product."""
        reader = tf.train.load_checkpoint(checkpoint)
        for name, variable in self.variables().items():
            variable.assign(reader.get_tensor(name))

    def variables(self):
        """Name -> variable, of both networks."""
        return {**named_variables(self.generator), **named_variables(self.discriminator)}

    @tf.function
    def step(self, source, target):
        """One update of both networks; returns gen_total_loss, gen_gan_loss, gen_l1_loss, disc_loss before it."""
        options = self.options
        cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
        with tf.GradientTape() as generator_tape, tf.GradientTape() as discriminator_tape:
            generated = self.generator(source, training=True)
            real = self.discriminator([source, target], training=True)
            fake = self.discriminator([source, generated], training=True)
            gan_loss = cross_entropy(tf.ones_like(fake), fake)
            l1_loss = tf.reduce_mean(tf.abs(target - generated))
            total_loss = gan_loss + options.lambda_l1 * l1_loss
            discriminator_loss = options.discriminator_loss_scale * (
                cross_entropy(tf.ones_like(real), real) + cross_entropy(tf.zeros_like(fake), fake)
            )
        self._update(self.generator, generator_tape, total_loss)
        self._update(self.discriminator, discriminator_tape, discriminator_loss)
        return total_loss, gan_loss, l1_loss, discriminator_loss

    def _update(self, network, tape, loss):
        variables = network.trainable_variables
        self.adam[network.name].apply_gradients(zip(tape.gradient(loss, variables), variables))


def parameter_counts(options):
    """Per network: all variables as Keras counts them (moving statistics included), and the trainable ones."""
    counts = {}
    for network in (generator(options), discriminator(options)):
        trainable = sum(int(tf.size(variable)) for variable in network.trainable_variables)
        counts[network.name] = {"variables": network.count_params(), "trainable": trainable}
    return counts
