using System.Collections.Immutable;
using System.CommandLine;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Commands;

/// <summary>Some settings of a node as options of a command: flag, else variable, else the file of settings.</summary>
internal sealed class SettingFlags(params IEnumerable<(Setting Setting, string Help)> settings)
{
    private readonly ImmutableArray<(Setting Setting, Option<string?> Option)> _options =
        [.. settings.Select(one => (one.Setting, new Option<string?>(one.Setting.Flag, one.Setting.Aliases)
        {
            Description = one.Help, HelpName = one.Setting.Value,
        }))];

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options) command.Add(option);
    }

    /// <summary>What somebody has written of them; an empty text means "not set".</summary>
    public (EffectiveSettings Written, ImmutableArray<string> Problems) Read(
        ParseResult parsed, IReadOnlyDictionary<string, string> variables)
    {
        var flags = _options.Aggregate(
            SettingLayer.Empty,
            (layer, next) => parsed.GetValue(next.Option) is { } text ? layer.With(next.Setting, text, next.Setting.Flag) : layer);
        var (written, problems) = SettingLoader.LoadWritten(flags, variables, File.ReadAllText);
        return (written, [.. problems.Select(problem => problem.Message)]);
    }
}
