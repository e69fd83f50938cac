using System.Diagnostics.CodeAnalysis;
using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>All entries of this replica, in the order of their keys.</summary>
internal sealed class ReplicaStore(ReplicatorContext context, Replicas replicas)
{
    private readonly SortedList<string, ReplicaEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>An entry has another value than before.</summary>
    public event Action<ReplicaEntry>? Changed;

    public int Count => _entries.Count;

    public IList<string> Keys => _entries.Keys;

    public IList<ReplicaEntry> Entries => _entries.Values;

    public ReplicaEntry? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>The position of the first key after <paramref name="key"/>.</summary>
    public int IndexAfter(string? key)
    {
        var (low, high) = (0, key is null ? 0 : _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_entries.Keys[middle], key) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Sets what a change on this node has made of an entry.</summary>
    public ReplicaEntry SetLocal(string key, DataEnvelope envelope)
    {
        if (Find(key) is not { } entry)
        {
            _entries.Add(key, entry = new ReplicaEntry(key, envelope));
            Changed?.Invoke(entry);
        }
        else
        {
            Set(entry, envelope);
        }

        return entry;
    }

    public void Set(ReplicaEntry entry, DataEnvelope envelope)
    {
        var before = entry.Envelope.Data;
        entry.Envelope = envelope;
        if (!ReferenceEquals(before, envelope.Data))
            Changed?.Invoke(entry);
    }

    /// <inheritdoc cref="TryMerge"/>
    public bool TryMergeState(StateItem item) =>
        TryDecode(item.Key, item.Body, item.Versions, out var received) && TryMerge(item.Key, received, isDelta: false);

    /// <summary>Merges what another replica has sent.</summary>
    /// <returns>False: it does not fit what there is; this is reported.</returns>
    public bool TryMerge(string key, DataEnvelope received, bool isDelta)
    {
        try
        {
            var now = context.Time.GetUtcNow();
            if (Find(key) is { } entry)
                Set(entry, Current(entry.Envelope).Merge(Current(received), isDelta, now).AddSeen(context.Self));
            else
                SetLocal(key, Current(First(received, isDelta)).AddSeen(context.Self));
            return true;
        }
        catch (Exception e) when (e is InvalidCastException or ArgumentException or InvalidOperationException)
        {
            context.Report(Severity.Warning, $"What another replica has sent for key '{key}' cannot be merged: {e.Message}");
            return false;
        }
    }

    /// <summary>Decodes what another replica has sent.</summary>
    /// <returns>False: it cannot be read; this is reported.</returns>
    public bool TryDecode(string key, byte[] body, ReplicaVersions versions, [NotNullWhen(true)] out DataEnvelope? envelope)
    {
        try
        {
            envelope = EnvelopeWire.Read(body, versions, context.Codec);
            return true;
        }
        catch (Exception e)
        {
            context.Report(Severity.Warning, $"What another replica has sent for key '{key}' cannot be read: {e.Message}");
            envelope = null;
            return false;
        }
    }

    /// <summary>Null when it cannot be written, which is reported.</summary>
    public Digest128? DigestOf(ReplicaEntry entry) => BodyOf(entry) is null ? null : entry.Digest;

    /// <summary>The full state to send; null when it is too large or cannot be written, which is reported.</summary>
    public StateItem? StateOf(ReplicaEntry entry)
    {
        if (BodyOf(entry) is not { } body)
            return null;
        var others = entry.Envelope.Versions;
        var versions = entry.OwnVersion == 0 ? others : others.With(context.Self, entry.OwnVersion);
        return Fits(entry, body.Length + versions.Bytes) ? new StateItem(entry.Key, body, versions) : null;
    }

    /// <summary>The bytes of a change of an entry; null when it is too large or cannot be written, which is reported.</summary>
    public byte[]? ChangeOf(ReplicaEntry entry, IReplicatedData change) =>
        TryWrite(entry, entry.Envelope with { Data = change }) is { } body && Fits(entry, body.Length) ? body : null;

    private DataEnvelope Current(DataEnvelope envelope) => envelope.WithoutAnnouncements(owner => !replicas.Knows(owner));

    private static DataEnvelope First(DataEnvelope received, bool isDelta)
    {
        if (!isDelta)
            return received;
        var delta = (IReplicatedDelta)received.Data;
        return received with { Data = delta.Zero.MergeDelta(delta) };
    }

    private byte[]? BodyOf(ReplicaEntry entry)
    {
        if (entry.Body is null && !entry.CannotBeWritten && TryWrite(entry, entry.Envelope) is { } body)
            (entry.Body, entry.Digest) = (body, Digest128.Of(body));
        return entry.Body;
    }

    private byte[]? TryWrite(ReplicaEntry entry, DataEnvelope envelope)
    {
        try
        {
            return EnvelopeWire.WriteBody(envelope, context.Codec);
        }
        catch (Exception e)
        {
            entry.CannotBeWritten = true;
            context.Report(Severity.Error, $"The value of key '{entry.Key}' cannot be sent to other nodes: {e.Message}");
            return null;
        }
    }

    private bool Fits(ReplicaEntry entry, int bytes)
    {
        var fits = bytes <= context.Settings.MaxItemBytes;
        if (!fits && !entry.ReportedAsTooLarge)
        {
            context.Report(
                Severity.Error,
                $"The value of key '{entry.Key}' has {bytes} bytes and cannot be sent to other nodes; allowed: "
                + $"{context.Settings.MaxItemBytes}, as akka.remote.dot-netty.tcp.maximum-frame-size says. Split it over several keys.");
        }

        entry.ReportedAsTooLarge = !fits;
        return fits;
    }
}
