using System.Collections.Immutable;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>Files and commands of the machine, as far as probes look at it.</summary>
internal interface ISystemAccess
{
    /// <summary>Null when the file is not there or may not be read.</summary>
    string? ReadText(string path);

    /// <summary>
    /// Names of what is in a folder, in ordinal order, at most <see cref="SystemAccess.MaxEntries"/>; empty when it is not
    /// there.
    /// </summary>
    ImmutableArray<string> List(string folder);

    Task<CommandOutput> RunAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellation);
}

/// <param name="Text">Standard output; null when the command did not succeed.</param>
/// <param name="Problem">What went wrong, in words; null when the command succeeded or is not installed.</param>
internal sealed record CommandOutput(string? Text, string? Problem)
{
    public static readonly CommandOutput NotInstalled = new(null, null);

    public bool IsInstalled => Text is not null || Problem is not null;
}
