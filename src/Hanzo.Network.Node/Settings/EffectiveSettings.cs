using System.Collections.Immutable;

namespace Hanzo.Network.Node.Settings;

/// <summary>The layers put together, the strongest first; an empty text means "not set", or none where a list is meant.</summary>
internal sealed class EffectiveSettings(params IEnumerable<SettingLayer> layers)
{
    private static readonly SettingValue Unset = new("", "default");
    private readonly ImmutableArray<SettingLayer> _layers = [.. layers];

    public SettingValue this[Setting setting] =>
        _layers.Select(layer => layer.Values.GetValueOrDefault(setting.Name)).FirstOrDefault(value => value is not null) ?? Unset;
}
