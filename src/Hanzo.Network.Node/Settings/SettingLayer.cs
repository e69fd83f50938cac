using System.Collections.Immutable;

namespace Hanzo.Network.Node.Settings;

/// <param name="Origin">Where it was written, for people: <c>--http-port</c>, <c>HANZO_HTTP_PORT</c>, <c>file my.conf</c>.</param>
internal sealed record SettingValue(string Text, string Origin);

/// <summary>What one source says, by setting name.</summary>
internal sealed record SettingLayer(ImmutableDictionary<string, SettingValue> Values)
{
    public static readonly SettingLayer Empty = new(ImmutableDictionary<string, SettingValue>.Empty);

    public SettingLayer With(Setting setting, string text, string origin) =>
        new(Values.SetItem(setting.Name, new SettingValue(text, origin)));

    public static SettingLayer FromVariables(IReadOnlyDictionary<string, string> variables)
    {
        var layer = Empty;
        foreach (var setting in SettingCatalog.All)
        {
            var names = setting.OtherVariables.Prepend(setting.Variable);
            var name = names.FirstOrDefault(name => variables.GetValueOrDefault(name) is { Length: > 0 });
            if (name is not null) layer = layer.With(setting, variables[name], name);
        }

        return layer;
    }
}
