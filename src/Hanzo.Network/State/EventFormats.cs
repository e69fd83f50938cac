using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hanzo.Network.State;

/// <summary>
/// Kinds of events of a journal: each a manifest with its version, and JSON. Unknown fields are ignored, so that a later version of
/// the same manifest can be read; an unknown manifest is an error.
/// </summary>
public sealed class EventFormats(params (string Manifest, JsonTypeInfo Type)[] formats)
{
    private readonly FrozenDictionary<Type, (string Manifest, JsonTypeInfo Type)> _byType =
        formats.ToFrozenDictionary(format => format.Type.Type);

    private readonly FrozenDictionary<string, JsonTypeInfo> _byManifest =
        formats.ToFrozenDictionary(format => format.Manifest, format => format.Type);

    private string Known => $"known {(formats.Length == 1 ? "is" : "are")} {string.Join(", ", formats.Select(format => format.Manifest))}";

    /// <param name="event">Of one of these kinds.</param>
    public string ManifestOf(object @event) => _byType[@event.GetType()].Manifest;

    /// <param name="event">Of one of these kinds.</param>
    public byte[] Encode(object @event) => JsonSerializer.SerializeToUtf8Bytes(@event, _byType[@event.GetType()].Type);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public object Decode(string manifest, ReadOnlySpan<byte> bytes)
    {
        if (!_byManifest.TryGetValue(manifest, out var type))
            throw new FormatException($"format '{manifest}' is unknown to this version; {Known}.");
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new FormatException($"an entry of format '{manifest}' is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"an entry of format '{manifest}' cannot be read: {e.Message}", e);
        }
    }
}
