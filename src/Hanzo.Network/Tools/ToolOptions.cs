using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tools;

/// <summary>What to do with a tool call whose outcome is unknown after a crash.</summary>
public enum ToolEffect
{
    /// <summary>Ask a person; what a tool that declares nothing gets.</summary>
    AskBeforeRetry,

    /// <summary>Call again with the same key.</summary>
    Idempotent,

    /// <summary>Ask the tool what became of the call.</summary>
    Reconcilable,
}

public enum ToolApproval
{
    Never,
    Always,

    /// <summary>When <see cref="ToolOptions.NeedsApproval"/> says so of the arguments; always where the tool has no such rule.</summary>
    When,
}

public sealed record ToolOptions
{
    public const int DefaultMaxOutputBytes = ConversationLimits.MaxTextBytes;
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public ToolEffect Effect { get; init; } = ToolEffect.AskBeforeRetry;
    public ToolApproval Approval { get; init; } = ToolApproval.Never;

    /// <summary>
    /// For <see cref="ToolApproval.When"/>: whether a person is asked before a call with these arguments, which fit the schema. A rule
    /// that throws asks, too.
    /// </summary>
    public Func<AIFunctionArguments, bool>? NeedsApproval { get; init; }

    /// <summary>Null: a run waits until somebody answers, or to its deadline.</summary>
    public Unanswered? Unanswered { get; init; }

    /// <summary>
    /// Makes each call a question to a person, whose words are its result: the question, from the arguments. The function itself is not
    /// called. Null: it is.
    /// </summary>
    public Func<AIFunctionArguments, string>? Question { get; init; }

    /// <summary>
    /// For <see cref="ToolEffect.Reconcilable"/>: what became of a call whose outcome is unknown, by its key and arguments. Null: a
    /// person is asked.
    /// </summary>
    public Func<ReconcileRequest, CancellationToken, ValueTask<Reconciliation>>? Reconcile { get; init; }

    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Bytes of the output as JSON text in UTF-8; a longer output is an error to the model, never cut silently.</summary>
    public int MaxOutputBytes { get; init; } = DefaultMaxOutputBytes;
}
