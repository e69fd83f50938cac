using Akka.DistributedData;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

internal sealed class KeyCodec<TKey> : Codec<TKey>
    where TKey : IKey
{
    private const int MaxIdBytes = 1024;

    public override void Write(TKey value, DataWriter output) => output.Body.WriteString(value.Id);

    public override TKey Read(ref WireReader reader, DataTables tables) =>
        (TKey)Activator.CreateInstance(typeof(TKey), reader.ReadString("id of a key", MaxIdBytes))!;
}
