using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hanzo.Network.Cluster.Messaging;

/// <summary>How one message type is written: a short versioned manifest (<c>run.start.1</c>) and its bytes.</summary>
internal sealed record WireFormat(string Manifest, Type Type, Func<object, byte[]> Write, Func<byte[], object> Read)
{
    /// <summary>JSON by a source-generated contract; unknown fields are ignored on reading.</summary>
    public static WireFormat Json<T>(string manifest, JsonTypeInfo<T> contract)
        where T : class, IWireMessage =>
        new(
            manifest,
            typeof(T),
            message => JsonSerializer.SerializeToUtf8Bytes((T)message, contract),
            bytes => JsonSerializer.Deserialize(bytes, contract) ?? throw new JsonException($"'{manifest}' holds null."));
}
