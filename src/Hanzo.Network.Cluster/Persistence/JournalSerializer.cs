using Akka.Actor;
using Akka.Serialization;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>
/// For journals and snapshot stores of others, such as Akka.Persistence.Sql on Akka.NET: writes into their tables, and reads from
/// them, what our stores have in the same ones.
/// </summary>
/// <remarks>What such a journal gives back has no time: events tell theirs themselves.</remarks>
internal sealed class JournalSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>In the column beside the bytes, as our stores write it.</summary>
    public const int SerializerId = 5680;

    public override int Identifier => SerializerId;

    public override string Manifest(object o) => o is JournaledEvent @event ? @event.Manifest : SnapshotFormats.ManifestOf(o);

    public override byte[] ToBinary(object obj) =>
        obj is JournaledEvent @event ? @event.Payload.ToArray() : SnapshotFormats.Encode(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        SnapshotFormats.Knows(manifest) ? SnapshotFormats.Decode(manifest, bytes) : new JournaledEvent(manifest, bytes, default);
}
