using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>Asks a node, before any join, what it is; carries the asker's own report, so that one direction of hearing suffices.</summary>
internal sealed record ContactProbe(long Number, ContactReport From) : IWireMessage;

/// <param name="Number">The probe's.</param>
internal sealed record ContactAnswer(long Number, ContactReport Report) : IWireMessage;

/// <summary>The messages that nodes exchange before they are members of one cluster.</summary>
internal static class JoiningWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("contact.probe.1", JoiningJson.Default.ContactProbe),
        WireFormat.Json("contact.answer.1", JoiningJson.Default.ContactAnswer),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ContactProbe))]
[JsonSerializable(typeof(ContactAnswer))]
internal sealed partial class JoiningJson : JsonSerializerContext;
