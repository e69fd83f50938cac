using Hanzo.Network.Agents;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>What is recorded of a run id, once and for all. Its journal format is a manifest with a version, and JSON.</summary>
internal sealed record RunBinding(string Id, string Fingerprint, SessionId Session, string? Journal, string Why)
{
    public const string Manifest = "run.bound.1";

    /// <summary>The number of the only event of an id.</summary>
    public const long Sequence = 1;

    private static readonly EventFormats Formats = new((Manifest, RunDirectoryJson.Default.RunBinding));

    /// <summary>What to answer, and what to record before; null: nothing.</summary>
    public static (object Answer, RunBinding? Record) Decide(RunBinding? known, IRunIdMessage question)
    {
        var bind = question as RunBind;
        if (known is not null)
            return (bind is null || known.Fingerprint == bind.Fingerprint ? known.ToAnswer() : new RunTaken(question.Id), null);
        if (bind?.Session is not { } session) return (new RunFree(question.Id), null);
        var binding = new RunBinding(bind.Id, bind.Fingerprint, session, bind.Journal, bind.Why);
        return (binding.ToAnswer(), binding);
    }

    /// <summary>Null: the journal has none of this id.</summary>
    /// <exception cref="EventStoreException">The store cannot be read now.</exception>
    /// <exception cref="FormatException">It cannot be decoded.</exception>
    public static async Task<RunBinding?> ReadAsync(IEventStore store, string id, CancellationToken cancellation)
    {
        await foreach (var stored in store.ReadAsync(RunDirectoryRegion.PersistenceIdOf(id), 1, cancellation))
            return Decode(stored.Manifest, stored.Payload.Span);
        return null;
    }

    public RunBound ToAnswer() => new(Id, Session, Journal, Why);

    public byte[] Encode() => Formats.Encode(this);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static RunBinding Decode(string manifest, ReadOnlySpan<byte> bytes) => (RunBinding)Formats.Decode(manifest, bytes);
}
