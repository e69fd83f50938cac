using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tools;

/// <param name="Key">The idempotency key that the call had.</param>
public sealed record ReconcileRequest(string Key, AIFunctionArguments Arguments);

/// <summary>What a tool knows of an earlier call.</summary>
public sealed record Reconciliation
{
    /// <summary>It took no effect and will take none: it is made again, with the same key.</summary>
    public static readonly Reconciliation NotDone = new() { MayRepeat = true };

    /// <summary>The tool does not know either: a person is asked.</summary>
    public static readonly Reconciliation Unknown = new();

    /// <summary>It took effect; null: not, or it is not known.</summary>
    public string? Output { get; private init; }

    public bool MayRepeat { get; private init; }

    /// <param name="output">What the call would have returned.</param>
    public static Reconciliation Done(string output) => new() { Output = output };
}
