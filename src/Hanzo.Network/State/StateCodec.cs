using System.Text;
using System.Text.Json;

namespace Hanzo.Network.State;

/// <summary>
/// The formats of shared state: events of a writer's journal, each a manifest with its version and JSON, and the texts that parts
/// are replicated as. Unknown fields are ignored; an unknown manifest is an error.
/// </summary>
public static class StateCodec
{
    private static readonly EventFormats Formats = new(
        ("state.opened.1", StateJson.Default.WriterOpened),
        ("state.met.1", StateJson.Default.WriterMet),
        ("state.set.1", StateJson.Default.ValueSet),
        ("state.removed.1", StateJson.Default.KeyRemoved),
        ("state.appended.1", StateJson.Default.ItemAppended),
        ("state.incremented.1", StateJson.Default.CountIncremented));

    /// <param name="event">A <see cref="StateOperation"/>, <see cref="WriterOpened"/> or <see cref="WriterMet"/>.</param>
    public static NewEvent Encode(object @event) => new(Formats.ManifestOf(@event), Formats.Encode(@event));

    /// <returns>A <see cref="StateOperation"/>, <see cref="WriterOpened"/> or <see cref="WriterMet"/>.</returns>
    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static object Decode(string manifest, ReadOnlySpan<byte> bytes) => Formats.Decode(manifest, bytes);

    public static string Write(StatePart part) => JsonSerializer.Serialize(part, StateJson.Default.StatePart);

    /// <exception cref="FormatException">The text is no part, or larger than <see cref="StateLimits.MaxBucketBytes"/>.</exception>
    public static StatePart ReadPart(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) is var bytes and > StateLimits.MaxBucketBytes)
            throw new FormatException($"it has {bytes} bytes; the bound is {StateLimits.MaxBucketBytes}.");
        try
        {
            return JsonSerializer.Deserialize(text, StateJson.Default.StatePart) ?? throw new FormatException("it is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
