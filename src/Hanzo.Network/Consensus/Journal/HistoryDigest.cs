using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Consensus.Journal;

/// <summary>What a history holds, in short: two of the same are the same history.</summary>
/// <param name="Highest">The number of the last event, though it may be deleted.</param>
/// <param name="Digest">SHA-256 of events and snapshots in the order of their numbers.</param>
public sealed record HistorySummary(long Highest, long Events, int Snapshots, ReadOnlyMemory<byte> Digest)
{
    public const int DigestBytes = SHA256.HashSizeInBytes;

    public bool IsSame(HistorySummary other) => Highest == other.Highest && Events == other.Events && Snapshots == other.Snapshots
        && Digest.Span.SequenceEqual(other.Digest.Span);
}

/// <summary>Makes a <see cref="HistorySummary"/> of events, then snapshots, each in the order of their numbers.</summary>
public sealed class HistoryDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _events;
    private int _snapshots;

    public void Add(StoredEvent stored) =>
        AddEvent(stored.Sequence, stored.At.UtcTicks, stored.Manifest, stored.Writer, stored.Payload.Span);

    public void Add(StoredSnapshot snapshot) =>
        AddSnapshot(snapshot.Sequence, snapshot.At.UtcTicks, snapshot.Manifest, snapshot.Payload.Span);

    /// <param name="at">Ticks of UTC.</param>
    public void AddEvent(long sequence, long at, string manifest, string writer, ReadOnlySpan<byte> payload)
    {
        Add(sequence, at, manifest, writer, payload);
        _events++;
    }

    /// <param name="at">Ticks of UTC.</param>
    public void AddSnapshot(long sequence, long at, string manifest, ReadOnlySpan<byte> payload)
    {
        Add(sequence, at, manifest, "", payload);
        _snapshots++;
    }

    /// <summary>Begins anew.</summary>
    public HistorySummary End(long highest)
    {
        var summary = new HistorySummary(highest, _events, _snapshots, _hash.GetHashAndReset());
        (_events, _snapshots) = (0, 0);
        return summary;
    }

    public void Dispose() => _hash.Dispose();

    private void Add(long sequence, long at, string manifest, string writer, ReadOnlySpan<byte> payload)
    {
        Add(sequence);
        Add(at);
        Add(manifest);
        Add(writer);
        Add(payload.Length);
        _hash.AppendData(payload);
    }

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    private void Add(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        _hash.AppendData(bytes);
    }
}
