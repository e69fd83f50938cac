using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Settings;

/// <summary>What <c>hanzo join</c> has left for the next start, where nobody has said otherwise.</summary>
internal static class JoinedLayer
{
    /// <summary>Of all that it says, before the file's name.</summary>
    public const string Origin = "what 'hanzo join' has left";

    private const string DefaultNetwork = "default";

    /// <param name="written">Flags, variables and files.</param>
    public static SettingLayer Read(EffectiveSettings written)
    {
        if (KeysOf(written) is not { } keys) return SettingLayer.Empty;
        var said = written[SettingCatalog.Network].Text;
        var network = said.Length > 0 ? said : JoinedFile.OnlyNetwork(keys) ?? DefaultNetwork;
        if (JoinedFile.Find(keys, network) is not { } joined) return SettingLayer.Empty;
        var origin = $"{Origin} ({Path.Combine(keys, network, JoinedFile.FileName)})";
        var layer = SettingLayer.Empty
            .With(SettingCatalog.Network, network, origin)
            .With(SettingCatalog.NodeId, joined.NodeId, origin)
            .With(SettingCatalog.Seeds, string.Join(',', joined.Seeds), origin);
        var saysWhere = Has(written, SettingCatalog.Lan) || Has(written, SettingCatalog.Bind) || Has(written, SettingCatalog.Profile);
        return joined.Lan && !saysWhere ? layer.With(SettingCatalog.Lan, SettingReader.On, origin) : layer;
    }

    /// <summary>The folder of all networks' keys; null: this user has none.</summary>
    public static string? KeysOf(EffectiveSettings written)
    {
        if (Has(written, SettingCatalog.Keys)) return written[SettingCatalog.Keys].Text;
        try
        {
            return NetworkStore.DefaultFolder();
        }
        catch (KeyStoreException)
        {
            return null; // whoever needs one says so
        }
    }

    private static bool Has(EffectiveSettings written, Setting setting) => written[setting].Text.Length > 0;
}
