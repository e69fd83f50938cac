using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Messaging;

/// <summary>How one message type is written: a short versioned manifest (<c>run.start.1</c>) and its bytes.</summary>
/// <param name="MaxBytes">Bytes of one message, on writing and on reading.</param>
internal sealed record WireFormat(string Manifest, Type Type, int MaxBytes, Func<object, byte[]> Write, Func<byte[], object> Read)
{
    /// <summary>Unless a format says less.</summary>
    public const int DefaultMaxBytes = ConversationLimits.MaxEventBytes;

    /// <summary>JSON by a source-generated contract; unknown fields are ignored on reading.</summary>
    public static WireFormat Json<T>(string manifest, JsonTypeInfo<T> contract, int maxBytes = DefaultMaxBytes)
        where T : class, IWireMessage =>
        new(
            manifest,
            typeof(T),
            maxBytes,
            message => JsonSerializer.SerializeToUtf8Bytes((T)message, contract),
            bytes => JsonSerializer.Deserialize(bytes, contract) ?? throw new JsonException($"'{manifest}' holds null."));
}
