using System.Collections.Immutable;
using Hanzo.Network.Cluster.Messaging;

namespace Hanzo.Network.Cluster.Models;

/// <summary>
/// How a node asks a model of another one. The question goes in parts, one after the other; the reply comes in pieces, so many ahead as
/// the asker has room for. Each side speaks at least every <see cref="Speaks"/>, and takes the other for gone after <see cref="Silent"/>.
/// </summary>
internal static class ModelCallProtocol
{
    /// <summary>Characters of one part or piece: as JSON text in UTF-8 it fits a message, whatever it is of.</summary>
    public const int MaxCharacters = 32 * 1024;

    /// <summary>Characters of one question, all of its messages and tools together.</summary>
    public const int MaxQuestion = 4 * 1024 * 1024;

    /// <summary>Pieces of a reply that may be under way.</summary>
    public const int Window = 64;

    public static readonly TimeSpan Speaks = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Silent = TimeSpan.FromSeconds(15);

    /// <summary>One about a call that its asker has named.</summary>
    public interface IModelCallMessage : IWireMessage
    {
        /// <summary>Unique in the network.</summary>
        string Call { get; }
    }

    /// <summary>Answered with <see cref="ModelTaken"/>; repeated until then.</summary>
    /// <param name="Part">From 0.</param>
    /// <param name="Parts">At least 1.</param>
    /// <param name="Text">Of a <see cref="ModelQuestion"/>.</param>
    public sealed record ModelAsk(string Call, int Part, int Parts, string Text) : IModelCallMessage;

    public sealed record ModelTaken(string Call, int Part) : IModelCallMessage;

    /// <summary>The reply is still wanted.</summary>
    /// <param name="Taken">Pieces that have been read.</param>
    public sealed record ModelWanted(string Call, int Taken) : IModelCallMessage;

    /// <summary>Nobody waits for the reply any more.</summary>
    public sealed record ModelStop(string Call) : IModelCallMessage;

    /// <param name="From">The number of the first piece, from 0.</param>
    /// <param name="Pieces">None: the call is still at work.</param>
    public sealed record ModelSaid(string Call, int From, ImmutableArray<ModelPiece> Pieces) : IModelCallMessage;

    /// <param name="Pieces">All there were.</param>
    public sealed record ModelEnded(string Call, int Pieces) : IModelCallMessage
    {
        /// <summary>Null: the reply is whole.</summary>
        public string? Error { get; init; }

        /// <inheritdoc cref="Network.Models.ModelException.IsTransient"/>
        public bool IsTransient { get; init; }
    }
}

/// <summary>A piece of a reply: some text, or some of a tool call's arguments, or what is known at its end.</summary>
internal sealed record ModelPiece
{
    public string? Text { get; init; }

    /// <summary>With the first piece of a tool call.</summary>
    public string? CallId { get; init; }

    /// <inheritdoc cref="CallId"/>
    public string? Tool { get; init; }

    /// <summary>Of the call that began last.</summary>
    public string? Arguments { get; init; }

    public long? InputTokens { get; init; }
    public long? OutputTokens { get; init; }
    public string? Finish { get; init; }

    /// <summary>As the server calls it.</summary>
    public string? Model { get; init; }
}
