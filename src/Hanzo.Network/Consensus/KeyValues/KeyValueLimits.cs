using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>Bounds of the store; the same on all members, since they decide what a command does.</summary>
public static class KeyValueLimits
{
    /// <summary>UTF-8 bytes; at least 1.</summary>
    public const int MaxKeyBytes = 512;

    /// <summary>UTF-8 bytes.</summary>
    public const int MaxValueBytes = 64 * 1024;

    /// <summary>Comparisons and operations of a transaction, both branches.</summary>
    public const int MaxSteps = 128;

    /// <summary>UTF-8 bytes of keys and values of a transaction.</summary>
    public const int MaxTransactionBytes = 96 * 1024;

    /// <summary>Keys and values that one transaction answers, in UTF-16 code units.</summary>
    public const int MaxAnswerLength = 128 * 1024;

    /// <summary>Keys of one page of a list.</summary>
    public const int MaxPage = 1_000;

    /// <summary>
    /// Keys and values of one page, in UTF-16 code units: it ends with the key that goes beyond, so it has one at least.
    /// </summary>
    public const int MaxPageLength = 1024 * 1024;

    public const int MaxKeys = 1_000_000;

    /// <summary>Of all keys and values together, in UTF-16 code units: the store is in memory.</summary>
    public const long MaxLength = 128 * 1024 * 1024;

    public const int MaxLeases = 10_000;

    public const long MaxLeaseMilliseconds = 24 * 3600 * 1000;

    public const long MaxAdvanceMilliseconds = 60_000;

    public const int MaxSessions = 4_096;

    /// <summary>Answers that are kept for a session's repeated requests.</summary>
    public const int MaxPendingRequests = 32;

    /// <summary>
    /// Of what all kept answers hold, in UTF-16 code units. Beyond it those of the sessions unused for longest are forgotten, but not that
    /// their requests were executed: whoever repeats one is refused.
    /// </summary>
    public const long MaxAnswers = 16 * 1024 * 1024;

    /// <summary>What is wrong with a command, whatever the store holds; null: nothing.</summary>
    public static string? Check(KeyValueCommand command) => command switch
    {
        KeyValueCommand.Transact transact => Check(transact),
        KeyValueCommand.GrantLease { Milliseconds: < 1 or > MaxLeaseMilliseconds } lease =>
            $"a lease of {lease.Milliseconds} ms; allowed are 1 to {MaxLeaseMilliseconds}",
        KeyValueCommand.Advance { Milliseconds: < 1 or > MaxAdvanceMilliseconds } advance =>
            $"time that advances by {advance.Milliseconds} ms; allowed are 1 to {MaxAdvanceMilliseconds}",
        _ => null,
    };

    private static string? Check(KeyValueCommand.Transact transact)
    {
        var operations = transact.Then.OrEmpty().Concat(transact.Else.OrEmpty()).ToArray();
        var steps = transact.If.OrEmpty().Length + operations.Length;
        if (steps > MaxSteps) return $"{steps} comparisons and operations; allowed are {MaxSteps}";
        var bytes = 0L;
        foreach (var (key, value, mayBeEmpty) in transact.If.OrEmpty().Select(compared => (compared.Key, compared.Text ?? "", false))
            .Concat(operations.Select(Texts)))
        {
            // It would be stored as another one, and not be found.
            if (!IsText(key) || !IsText(value)) return "a key or a value is no valid Unicode: half of a pair of surrogates is missing";
            var length = Encoding.UTF8.GetByteCount(key);
            if (length > MaxKeyBytes || (length == 0 && !mayBeEmpty)) return $"a key of {length} bytes; allowed are 1 to {MaxKeyBytes}";
            var size = Encoding.UTF8.GetByteCount(value);
            if (size > MaxValueBytes) return $"the value of key '{key}' has {size} bytes; allowed are {MaxValueBytes}";
            bytes += length + size;
        }
        return bytes > MaxTransactionBytes ? $"a transaction of {bytes} bytes; allowed are {MaxTransactionBytes}" : null;
    }

    private static bool IsText(string text)
    {
        for (var rest = text.AsSpan(); rest.IndexOfAnyInRange('\ud800', '\udfff') is var at && at >= 0; rest = rest[(at + 2)..])
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var taken) != OperationStatus.Done || taken != 2) return false;
        return true;
    }

    // The empty prefix is that of all keys.
    private static (string Key, string Value, bool MayBeEmpty) Texts(Operation operation) => operation switch
    {
        Operation.Put put => (put.Key, put.Value, false),
        Operation.Delete delete => (delete.Key, "", delete.Prefix),
        Operation.Get get => (get.Key, "", get.Prefix),
        _ => throw new InvalidOperationException($"{operation} is no operation."),
    };
}
