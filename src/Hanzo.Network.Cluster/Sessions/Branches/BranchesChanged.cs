using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions.Branches;

/// <summary>What has changed in a node's book of branches. The journal format is a manifest with a version, and JSON.</summary>
/// <param name="Noted">They are about to begin.</param>
/// <param name="Left">They are in the index of their slot, or have nothing to do.</param>
internal sealed record BranchesChanged(ImmutableArray<SessionId> Noted, ImmutableArray<SessionId> Left)
{
    public const string Manifest = "branches.changed.1";

    private static readonly EventFormats Formats = new((Manifest, BranchesJson.Default.BranchesChanged));

    public ImmutableArray<SessionId> Noted { get => field.IsDefault ? [] : field; init; } = Noted;
    public ImmutableArray<SessionId> Left { get => field.IsDefault ? [] : field; init; } = Left;

    public byte[] Encode() => Formats.Encode(this);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static BranchesChanged Decode(string manifest, ReadOnlySpan<byte> bytes) => (BranchesChanged)Formats.Decode(manifest, bytes);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SessionIdConverter)])]
[JsonSerializable(typeof(BranchesChanged))]
internal sealed partial class BranchesJson : JsonSerializerContext;
