namespace Akka.Embedded.Replication;

/// <summary>One key of this replica: its value, what of it the others do not have yet, and its bytes when they were needed.</summary>
internal sealed class ReplicaEntry(string key, DataEnvelope envelope)
{
    private DataEnvelope _envelope = envelope;

    public string Key => key;

    /// <summary>Its versions do not count this replica's own changes: see <see cref="OwnVersion"/>.</summary>
    public DataEnvelope Envelope
    {
        get => _envelope;
        set
        {
            if (!ReferenceEquals(value.Data, _envelope.Data) || !ReferenceEquals(value.Pruning, _envelope.Pruning))
                (Body, Digest, CannotBeWritten) = (null, default, false);
            _envelope = value;
        }
    }

    /// <summary>How many changes this replica has made itself.</summary>
    public long OwnVersion { get; set; }

    public PendingChanges Pending { get; } = new();

    /// <summary>The value and its pruning as bytes; null when they must be made anew. The digest is theirs.</summary>
    public byte[]? Body { get; set; }

    public Digest128 Digest { get; set; }

    /// <summary>No serializer takes the value as it is now.</summary>
    public bool CannotBeWritten { get; set; }

    /// <summary>It has been reported that this entry is too large to be sent.</summary>
    public bool ReportedAsTooLarge { get; set; }
}
