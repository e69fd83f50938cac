
namespace Akka.Actor;

/// <summary>By host, then port, then system and protocol: the same on every node.</summary>
internal sealed class AddressOrder : IComparer<Address>
{
    public static readonly AddressOrder Instance = new();

    public int Compare(Address? x, Address? y)
    {
        if (ReferenceEquals(x, y))
        {
            return 0;
        }

        if (x is null || y is null)
        {
            return x is null ? -1 : 1;
        }

        var order = string.CompareOrdinal(x.Host ?? "", y.Host ?? "");
        order = order != 0 ? order : Nullable.Compare(x.Port, y.Port);
        order = order != 0 ? order : string.CompareOrdinal(x.System, y.System);
        return order != 0 ? order : string.CompareOrdinal(x.Protocol, y.Protocol);
    }
}
