using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>What persistent actors hand to the snapshot store, and get back from it.</summary>
internal static class SnapshotFormats
{
    private static readonly EventFormats Small = new(
        (SlotSnapshot.Manifest, SlotChangedJson.Default.SlotSnapshot),
        (HolderSnapshot.Manifest, HolderJson.Default.HolderSnapshot));

    /// <summary>A manifest of an event is none.</summary>
    public static bool Knows(string manifest) =>
        manifest is SessionSnapshotCodec.Manifest or SlotSnapshot.Manifest or HolderSnapshot.Manifest;

    public static string ManifestOf(object snapshot) =>
        snapshot is SessionSnapshot ? SessionSnapshotCodec.Manifest : Small.ManifestOf(snapshot);

    public static byte[] Encode(object snapshot) =>
        snapshot is SessionSnapshot session ? SessionSnapshotCodec.Encode(session) : Small.Encode(snapshot);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static object Decode(string manifest, ReadOnlySpan<byte> bytes) =>
        manifest == SessionSnapshotCodec.Manifest ? SessionSnapshotCodec.Decode(manifest, bytes) : Small.Decode(manifest, bytes);
}
