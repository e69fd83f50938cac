using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>What one append may be. The lengths of texts are those of Akka.Persistence.Sql's columns.</summary>
internal static class AppendLimits
{
    public const int MaxPersistenceIdChars = 255;
    public const int MaxManifestChars = 500;
    public const int MaxWriterChars = 128;
    public const int MaxEvents = 1024;

    /// <summary>Of all payloads of one append together.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <returns>The bytes of all payloads.</returns>
    public static int Check(string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events)
    {
        Check(nameof(persistenceId), persistenceId, 1, MaxPersistenceIdChars);
        Check(nameof(writer), writer, 0, MaxWriterChars);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedSequence);
        if (events.Count > MaxEvents)
            throw TooMuch(nameof(events), persistenceId, events.Count, MaxEvents, "events");

        var bytes = 0L;
        for (var i = 0; i < events.Count; i++)
        {
            Check(nameof(NewEvent.Manifest), events[i].Manifest, 0, MaxManifestChars);
            bytes += events[i].Payload.Length;
        }

        return bytes <= MaxBytes
            ? (int)bytes
            : throw TooMuch(nameof(events), persistenceId, bytes, MaxBytes, "bytes");
    }

    public static void Check(string persistenceId, StoredSnapshot snapshot)
    {
        Check(nameof(persistenceId), persistenceId, 1, MaxPersistenceIdChars);
        Check(nameof(StoredSnapshot.Manifest), snapshot.Manifest, 0, MaxManifestChars);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(snapshot.Payload.Length, StoredSnapshot.MaxBytes);
    }

    public static ArgumentOutOfRangeException Gap(string persistenceId, long expectedSequence, long end) => new(
        nameof(expectedSequence), expectedSequence, $"'{persistenceId}' ends at {end}; an append must not leave a gap.");

    private static void Check(string name, string value, int min, int max)
    {
        if (value.Length < min || value.Length > max)
            throw new ArgumentOutOfRangeException(name, value.Length, $"'{name}' must have {min} to {max} characters.");
    }

    private static ArgumentOutOfRangeException TooMuch(string name, string persistenceId, long amount, long max, string unit) =>
        new(name, amount, $"an append to '{persistenceId}' holds at most {max} {unit}.");
}
