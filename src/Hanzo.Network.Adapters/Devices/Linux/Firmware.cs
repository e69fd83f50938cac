namespace Hanzo.Network.Adapters.Devices.Linux;

/// <summary>What the firmware calls the machine (DMI).</summary>
internal static class Firmware
{
    private const string Folder = "/sys/class/dmi/id";

    // What makers of boards leave in when nobody fills the fields.
    private static readonly string[] Fillers =
    [
        "to be filled by o.e.m.", "default string", "system product name", "system manufacturer", "system version", "not specified",
        "not applicable", "o.e.m.", "oem", "unknown", "none", "n/a", "empty", "invalid", "x.x", "type1productconfigid", "standard",
    ];

    public static Finding Look(ISystemAccess system)
    {
        string? Read(string name) => Known(system.ReadText($"{Folder}/{name}"));
        var vendor = Read("sys_vendor");
        // Lenovo's product name is a number of the type; people know the machine by its "version".
        var product = vendor == "LENOVO" ? Read("product_version") ?? Read("product_name") : Read("product_name");
        return new Finding { Model = Product(vendor, product) ?? Product(Read("board_vendor"), Read("board_name")) };
    }

    public static string? Product(string? vendor, string? product)
    {
        var (by, name) = (Known(vendor), Known(product));
        if (name is null || by is null) return name;
        return name.StartsWith(by, StringComparison.OrdinalIgnoreCase) ? name : $"{by} {name}";
    }

    private static string? Known(string? text) =>
        Lines.Clean(text) is { } clean && !Fillers.Contains(clean, StringComparer.OrdinalIgnoreCase) ? clean : null;
}
