using System.Collections.Immutable;

namespace Hanzo.Network.Tools.Mcp;

/// <summary>A server of the Model Context Protocol whose tools a node offers: a program that it starts or an address.</summary>
/// <param name="Name">Stands before the names of its tools.</param>
public sealed record McpServerSpec(string Name)
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(30);

    private static readonly ImmutableSortedDictionary<string, string> Nothing =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The program, which speaks over its standard input and output; null: <see cref="Url"/> is asked.</summary>
    public string? Command { get; init; }

    public ImmutableArray<string> Arguments { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Variables of the program, besides those that every program needs; it gets no others of the node's.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>The folder that the program starts in; null: the node's.</summary>
    public string? Folder { get; init; }

    public Uri? Url { get; init; }

    /// <summary>Sent with each request; may hold secrets.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>The tools that agents may use, as the server calls them; default: all that it has.</summary>
    public ImmutableArray<string> Tools { get; init; }

    /// <summary>Of one call.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    public bool Allows(string tool) => Tools.IsDefault || Tools.Contains(tool, StringComparer.Ordinal);
}
