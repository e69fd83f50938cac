using Hanzo.Network.Agents;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>What is recorded of a run id, once and for all. Its journal format is a manifest with a version, and JSON.</summary>
internal sealed record RunBinding(string Id, string Fingerprint, SessionId Session, string? Journal, string Why)
{
    public const string Manifest = "run.bound.1";

    private static readonly EventFormats Formats = new("'s directory of runs", (Manifest, RunDirectoryJson.Default.RunBinding));

    /// <summary>What to answer, and what to record before; null: nothing.</summary>
    public static (object Answer, RunBinding? Record) Decide(RunBinding? known, RunBind bind)
    {
        if (known is not null) return (known.AnswerTo(bind.Fingerprint), null);
        if (bind.Session is not { } session) return (new RunFree(bind.Id), null);
        var binding = new RunBinding(bind.Id, bind.Fingerprint, session, bind.Journal, bind.Why);
        return (binding.ToAnswer(), binding);
    }

    public RunBound ToAnswer() => new(Id, Session, Journal, Why);

    /// <param name="fingerprint">Of a request that wants the id.</param>
    public object AnswerTo(string fingerprint) => Fingerprint == fingerprint ? ToAnswer() : new RunTaken(Id);

    public byte[] Encode() => Formats.Encode(this);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static RunBinding Decode(string manifest, ReadOnlySpan<byte> bytes) => (RunBinding)Formats.Decode(manifest, bytes);
}
