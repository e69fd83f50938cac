using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Hanzo.Network.Text;

namespace Hanzo.Network.Conversations;

/// <summary>The format of snapshots of sessions, as that of events: a manifest with its version, and JSON.</summary>
public static class SessionSnapshotCodec
{
    public const string Manifest = "session.snapshot.1";

    private static readonly EventFormats Formats = new((Manifest, SessionSnapshotJson.Default.SessionSnapshot));

    public static byte[] Encode(SessionSnapshot snapshot) => Formats.Encode(snapshot);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static SessionSnapshot Decode(string manifest, ReadOnlySpan<byte> bytes)
    {
        var read = (SessionSnapshot)Formats.Decode(manifest, bytes);
        var state = read.State;
        if (state.Runs.Keys.Any(run => !read.Spans.ContainsKey(run)) || state.Unfinished.Any(run => run.IsFinished))
            throw new FormatException($"an entry of format '{manifest}' contradicts itself.");
        var requests = state.Requests.ToBuilder();
        foreach (var run in state.Runs.Values) requests[run.RequestId] = run.Number;
        return read with { State = state with { Requests = requests.ToImmutable() } };
    }
}

internal sealed class SessionIdText : JsonConverter<SessionId>
{
    public override SessionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SessionId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException($"'{reader.GetString()}' is no session id.");

    public override void Write(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(SessionIdText)])]
[JsonSerializable(typeof(SessionSnapshot))]
internal sealed partial class SessionSnapshotJson : JsonSerializerContext
{
    static SessionSnapshotJson() => Default = new SessionSnapshotJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
