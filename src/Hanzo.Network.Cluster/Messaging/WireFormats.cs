using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Models;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Security;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.State;

namespace Hanzo.Network.Cluster.Messaging;

/// <summary>Every message that nodes send each other, by manifest and by type. Each feature folder lists its own.</summary>
internal sealed class WireFormats
{
    public static readonly WireFormats All = new(
        [
            .. JoiningWire.Formats, .. DirectoryWire.Formats, .. RegistryWire.Formats, .. SessionWire.Formats, .. SlotIndexWire.Formats,
            .. RunDirectoryWire.Formats, .. StateWire.Formats, .. ModelCallWire.Formats, .. RevocationWire.Formats,
            .. ConsensusWire.Formats,
        ]);

    private readonly FrozenDictionary<string, WireFormat> _byManifest;
    private readonly FrozenDictionary<Type, WireFormat> _byType;

    /// <exception cref="ArgumentException">Two formats share a manifest or a type.</exception>
    public WireFormats(ImmutableArray<WireFormat> formats)
    {
        _byManifest = formats.ToDictionary(format => format.Manifest, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        _byType = formats.ToDictionary(format => format.Type).ToFrozenDictionary();
    }

    public WireFormat Of(object message) =>
        _byType.GetValueOrDefault(message.GetType())
        ?? throw new SerializationException($"{message.GetType()} has no wire format; its feature must list it in {nameof(WireFormats)}.");

    public WireFormat Of(string manifest) =>
        _byManifest.GetValueOrDefault(manifest)
        ?? throw new SerializationException($"message '{manifest}' is unknown to this version.");
}
